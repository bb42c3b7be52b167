//! The road of a customer inside a project: steps, what leads from one to the next, and who or what may do it. Signing and
//! serving follow from contracts and deliveries alone; nobody sets them by hand.

use crate::customers::model::TargetStep;
use crate::words;

words! {
    /// What takes a target from one step to another.
    pub enum Doing {
        Talk = "talk", "开始洽谈", "Begin talks";
        Sign = "sign", "签约", "Sign";
        Serve = "serve", "开始服务", "Begin service";
        Unsign = "unsign", "合同取消", "Contract cancelled";
        Drop = "drop", "放弃", "Give up";
        TakeUp = "take_up", "重新列为目标", "Take up again";
    }
}

/// Who or what may do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The project's owner, by hand or by what they record.
    Owner,
    /// A contract, an order or a delivery that was recorded.
    Records,
}

/// One row of the road.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    pub from: TargetStep,
    pub doing: Doing,
    pub to: TargetStep,
    pub by: By,
}

const fn way(from: TargetStep, doing: Doing, to: TargetStep, by: By) -> Way {
    Way { from, doing, to, by }
}

/// All the ways there are.
pub const WAYS: &[Way] = {
    use By::*;
    use Doing::*;
    use TargetStep::*;
    &[
        way(Selected, Talk, InTalks, Owner),
        // Whoever signs has been talked with, recorded or not.
        way(Selected, Sign, Signed, Records),
        way(InTalks, Sign, Signed, Records),
        way(Signed, Serve, InService, Records),
        way(Signed, Unsign, InTalks, Records),
        way(InService, Unsign, InTalks, Records),
        way(Selected, Drop, Dropped, Owner),
        way(InTalks, Drop, Dropped, Owner),
        way(Signed, Drop, Dropped, Owner),
        way(InService, Drop, Dropped, Owner),
        way(Dropped, TakeUp, Selected, Owner),
    ]
};

impl TargetStep {
    /// The way that a doing takes from here, if there is one.
    pub fn way(self, doing: Doing) -> Option<&'static Way> {
        WAYS.iter().find(|it| it.from == self && it.doing == doing)
    }

    /// What the owner may do here by hand.
    pub fn by_hand(self) -> impl Iterator<Item = Doing> {
        WAYS.iter().filter(move |it| it.from == self && it.by == By::Owner).map(|it| it.doing)
    }

    /// How a badge of it looks.
    pub const fn tone(self) -> &'static str {
        match self {
            TargetStep::InTalks => "dawn",
            TargetStep::Signed | TargetStep::InService => "good",
            TargetStep::Selected | TargetStep::Dropped => "",
        }
    }
}

impl Doing {
    /// Whether it has to be explained.
    pub const fn asks_why(self) -> bool {
        matches!(self, Doing::Drop | Doing::TakeUp)
    }

    /// What the trail calls it.
    pub const fn deed(self) -> &'static str {
        match self {
            Doing::Talk => "talk_target",
            Doing::Sign => "sign_target",
            Doing::Serve => "serve_target",
            Doing::Unsign => "unsign_target",
            Doing::Drop => "drop_target",
            Doing::TakeUp => "take_up_target",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_each_step_leads_what_the_table_says_and_nothing_else() {
        use Doing::*;
        use TargetStep::*;
        for (from, ways) in [
            (Selected, vec![(Talk, InTalks), (Sign, Signed), (Drop, Dropped)]),
            (InTalks, vec![(Sign, Signed), (Drop, Dropped)]),
            (Signed, vec![(Serve, InService), (Unsign, InTalks), (Drop, Dropped)]),
            (InService, vec![(Unsign, InTalks), (Drop, Dropped)]),
            (Dropped, vec![(TakeUp, Selected)]),
        ] {
            for doing in Doing::ALL {
                let to = ways.iter().find(|(it, _)| it == doing).map(|(_, to)| *to);
                assert_eq!(from.way(*doing).map(|it| it.to), to, "{from} {doing}");
            }
        }
    }

    #[test]
    fn nobody_signs_or_serves_by_hand() {
        for step in TargetStep::ALL {
            for doing in step.by_hand() {
                assert!(matches!(doing, Doing::Talk | Doing::Drop | Doing::TakeUp), "{step} {doing}");
            }
        }
    }
}
