//! One word per enum variant, for database, form, URL and CSS class, beside its name on the pages in both languages.

/// Makes an enum whose variants each have a code (database, form, URL, CSS class) and a name in Chinese and English.
///
/// ```text
/// words! {
///     /// What it is.
///     pub enum Sort { Division = "division", "分工", "Divided work"; Line = "line", "品线销售", "Product line"; }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$vmeta:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every variant, in the order in which pages list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The one word for it in database, form, URL and CSS class.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What the pages call it.
            pub const fn name(self) -> $crate::lang::Pair {
                match self { $(Self::$variant => $crate::lang::Pair($zh, $en),)+ }
            }

            /// The variant of a code, if there is one.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
                to.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                Self::from_code(&code).ok_or_else(|| serde::de::Error::custom(format!("{code:?} is no {}", stringify!($name))))
            }
        }
    };
}

words! {
    /// What somebody is in the department; a person may have several that do not let them decide on their own work.
    pub enum Role {
        /// The marketing vice-president: gives every directive, takes every decision.
        Commander = "commander", "总指挥", "Commander";
        /// Staff adviser: informs, organises deliberation, decides nothing.
        Planner = "planner", "市场企划助理", "Planning assistant";
        /// Looks after the packages: convenes, supervises, checks.
        Coordinator = "coordinator", "销售计调", "Coordinator";
        /// Owns projects.
        Sales = "sales", "销售人员", "Sales staff";
        /// Consulted in deliberations.
        Specialist = "specialist", "市场专业人员", "Specialist";
        /// Accounts, settings, calendar, backup; no business decision.
        Admin = "admin", "系统管理员", "Administrator";
    }
}

impl Role {
    /// Whether somebody with this role may stand in for the commander: planning assistants advise, administrators decide nothing.
    pub fn may_act(self) -> bool {
        matches!(self, Role::Coordinator | Role::Sales | Role::Specialist)
    }

    /// Whether one person may hold both roles: never where the one supervises, advises or decides on the other's work,
    /// and an administrator is nothing else.
    pub fn goes_with(self, other: Self) -> bool {
        use Role::*;
        self == other
            || matches!(
                (self.min(other), self.max(other)),
                (Planner, Coordinator) | (Planner, Specialist) | (Coordinator, Specialist) | (Sales, Specialist)
            )
    }
}

words! {
    /// A day that is not what its weekday says.
    pub enum DayKind {
        Holiday = "holiday", "放假", "Day off";
        Workday = "workday", "调休上班", "Make-up working day";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_variant() {
        for role in Role::ALL {
            assert_eq!(Role::from_code(role.code()), Some(*role));
        }
        assert_eq!(Role::from_code("boss"), None);
    }

    #[test]
    fn nobody_holds_a_role_that_judges_their_own_work() {
        for other in Role::ALL {
            assert_eq!(Role::Commander.goes_with(*other), *other == Role::Commander);
            assert_eq!(Role::Admin.goes_with(*other), *other == Role::Admin);
        }
        assert!(!Role::Sales.goes_with(Role::Coordinator));
        assert!(!Role::Planner.goes_with(Role::Sales));
        assert!(Role::Specialist.goes_with(Role::Sales));
    }
}
