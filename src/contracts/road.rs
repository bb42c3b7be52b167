//! The states of a contract and the ways between them, as data: the one function that moves a contract, its buttons and its
//! gate read the same table.

use crate::lang::Pair;
use crate::policy::Deed;
use crate::projects::execution::work::Work;
use crate::stored;
use crate::words;

words! {
    /// Where a contract stands.
    pub enum ContractState {
        Draft = "draft", "草稿", "Draft";
        Signed = "signed", "已签署", "Signed";
        Running = "running", "履行中", "Running";
        Finished = "finished", "履行完毕", "Finished";
        Cancelled = "cancelled", "已取消", "Cancelled";
    }
}
stored!(ContractState);

impl ContractState {
    /// The states in which the contract binds: its amount is owed and counts.
    pub const IN_FORCE: [ContractState; 3] = [ContractState::Signed, ContractState::Running, ContractState::Finished];

    /// Whether the contract binds.
    pub const fn in_force(self) -> bool {
        matches!(self, ContractState::Signed | ContractState::Running | ContractState::Finished)
    }

    /// Whether orders can be taken under it.
    pub const fn takes_orders(self) -> bool {
        matches!(self, ContractState::Signed | ContractState::Running)
    }

    /// The ways that lead out of it.
    pub fn ways(self) -> impl Iterator<Item = &'static Way> {
        WAYS.iter().filter(move |way| way.from == self)
    }
}

words! {
    /// What happens to a contract; buttons carry these words.
    pub enum Turn {
        Sign = "sign", "签署", "Sign";
        Start = "start", "开始履行", "Start";
        Finish = "finish", "履行完毕", "Finish";
        Cancel = "cancel", "取消合同", "Cancel the contract";
    }
}

words! {
    /// What must be true of a contract first.
    pub enum Need {
        Parties = "parties", "写明甲乙双方", "Both parties named";
        Payments = "payments", "付款约定合计等于合同金额", "Payment terms that add up to the amount";
        ContractLimit = "contract_limit", "合同额在授权限额之内，或有批示", "The amount within the limit, or an answered request";
        DiscountLimit = "discount_limit", "折扣在授权限额之内，或有批示", "The discount within the limit, or an answered request";
        Delivered = "delivered", "订单均已交货", "Every order delivered";
        Counted = "counted", "交货均已盘点", "Every delivery counted";
        Paid = "paid", "款项全部收到", "Everything paid";
        NoMoney = "no_money", "没有已收款项（已收的须先作废）", "No money received (take receipts back first)";
        NoInvoices = "no_invoices", "没有有效的发票（已开的须先作废）", "No invoice that stands (void them first)";
        NoOrders = "no_orders", "没有未取消的订单（须先取消）", "No order that stands (cancel them first)";
    }
}

impl Need {
    /// Where it can be put right, below the contract's address.
    pub const fn place(self) -> &'static str {
        match self {
            Need::Parties | Need::Payments | Need::ContractLimit | Need::DiscountLimit => "/edit",
            Need::Delivered | Need::Counted | Need::NoOrders => "#orders",
            Need::NoInvoices => "#invoices",
            Need::Paid | Need::NoMoney => "#receipts",
        }
    }
}

/// What has to be said with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The day on which it was signed.
    Day,
    Reason,
}

/// From a state, by a turn, to a state; by whom and when; what must be true and what must be said.
#[derive(Debug)]
pub struct Way {
    pub from: ContractState,
    pub turn: Turn,
    pub to: ContractState,
    /// Whose power it takes,
    pub deed: Deed,
    /// and which work it is, which says when it may be recorded.
    pub work: Work,
    pub needs: &'static [Need],
    pub asks: &'static [Ask],
}

const SIGNING: &[Need] = &[Need::Parties, Need::Payments, Need::ContractLimit, Need::DiscountLimit];
const ENDING: &[Need] = &[Need::Delivered, Need::Counted, Need::Paid];
/// What hangs on a contract is undone before it is cancelled: afterwards nothing of it can be changed any more.
const CANCELLING: &[Need] = &[Need::NoMoney, Need::NoInvoices, Need::NoOrders];

macro_rules! way {
    ($from:ident, $turn:ident, $to:ident, $deed:ident, $work:ident, $needs:expr, $asks:expr) => {
        Way {
            from: ContractState::$from,
            turn: Turn::$turn,
            to: ContractState::$to,
            deed: Deed::$deed,
            work: Work::$work,
            needs: $needs,
            asks: $asks,
        }
    };
}

/// All the ways there are.
pub const WAYS: &[Way] = &[
    way!(Draft, Sign, Signed, Execute, Undertake, SIGNING, &[Ask::Day]),
    way!(Signed, Start, Running, Execute, Settle, &[], &[]),
    way!(Running, Finish, Finished, Settle, Settle, ENDING, &[]),
    way!(Draft, Cancel, Cancelled, Execute, Settle, &[], &[Ask::Reason]),
    way!(Signed, Cancel, Cancelled, Execute, Settle, CANCELLING, &[Ask::Reason]),
    way!(Running, Cancel, Cancelled, Execute, Settle, CANCELLING, &[Ask::Reason]),
];

impl Turn {
    /// The way that it takes from a state, if there is one.
    pub fn way(self, from: ContractState) -> Option<&'static Way> {
        from.ways().find(|way| way.turn == self)
    }

    /// Whether it ends the contract before its time: asked about once more.
    pub const fn destroys(self) -> bool {
        matches!(self, Turn::Cancel)
    }

    /// What it is called as something that was done.
    pub const fn said(self) -> Pair {
        match self {
            Turn::Sign => Pair("合同已签署。", "The contract is signed."),
            Turn::Start => Pair("合同开始履行。", "The contract is running."),
            Turn::Finish => Pair("合同履行完毕。", "The contract is finished."),
            Turn::Cancel => Pair("合同已取消。", "The contract is cancelled."),
        }
    }

    /// What the trail calls it.
    pub const fn deed(self) -> &'static str {
        match self {
            Turn::Sign => "sign_contract",
            Turn::Start => "start_contract",
            Turn::Finish => "finish_contract",
            Turn::Cancel => "cancel_contract",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_are_these_and_no_others() {
        let rows: Vec<_> = WAYS.iter().map(|way| (way.from.code(), way.turn.code(), way.to.code())).collect();
        assert_eq!(
            rows,
            [
                ("draft", "sign", "signed"),
                ("signed", "start", "running"),
                ("running", "finish", "finished"),
                ("draft", "cancel", "cancelled"),
                ("signed", "cancel", "cancelled"),
                ("running", "cancel", "cancelled"),
            ]
        );
        for state in ContractState::ALL {
            for turn in Turn::ALL {
                let ways = WAYS.iter().filter(|way| way.from == *state && way.turn == *turn).count();
                assert!(ways <= 1, "{state} {turn} is told twice");
                assert_eq!(turn.way(*state).is_some(), ways == 1);
            }
        }
    }

    #[test]
    fn nothing_leads_out_of_an_end_and_only_what_binds_is_in_force() {
        for state in ContractState::ALL {
            let ends = matches!(state, ContractState::Finished | ContractState::Cancelled);
            assert_eq!(state.ways().next().is_none(), ends, "{state}");
            assert_eq!(state.in_force(), ContractState::IN_FORCE.contains(state), "{state}");
        }
        for way in WAYS.iter().filter(|way| way.turn == Turn::Cancel && way.from.in_force()) {
            assert_eq!(way.needs, [Need::NoMoney, Need::NoInvoices, Need::NoOrders], "{way:?}");
        }
    }
}
