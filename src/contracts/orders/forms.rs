//! What was typed about an order, checked.

use super::changes::{NewLine, NewOrder};
use super::model::{Order, OrderLine};
use crate::contracts::forms::plain;
use crate::error::Complaint;
use crate::lang::Pair;
use crate::projects::planning::forms::{Table, kept};
use crate::web::{Fields, Form};

/// Goods, specification, unit, quantity, price of one.
pub const GOODS: Table =
    Table { name: "goods", columns: &["goods_name", "goods_spec", "goods_unit", "goods_quantity", "goods_price"], hidden: 0 };

/// An order as typed.
pub fn order(form: &mut Form) -> NewOrder {
    let mut lines = Vec::new();
    for (name, line) in kept(form, &GOODS) {
        let goods = form.line_in(&name, line.at(0), 100);
        let spec = form.text_in(&name, line.at(1), 100);
        let unit = form.line_in(&name, line.at(2), 10);
        let quantity = form.quantity_in(&name, line.at(3)).0;
        if quantity == 0 {
            form.complain(&name, Complaint::Said(Pair("数量应大于零。", "The quantity must be above zero.")));
        }
        let price_fen = form.money_in(&name, line.at(4)).0;
        lines.push(NewLine { goods, spec, unit, quantity, price_fen });
    }
    if lines.is_empty() {
        form.complain("lines", Complaint::Said(Pair("至少填写一种货物。", "Give at least one line of goods.")));
    }
    NewOrder {
        ordered_on: form.date("ordered_on"),
        wanted_on: form.date("wanted_on"),
        receiver: form.line("receiver", 60),
        phone: form.optional_line("phone", 40),
        place: form.line("place", 200),
        note: form.optional_text("note", 1000),
        lines,
    }
}

/// An order as its form shows it.
pub fn filled(order: &Order, lines: &[OrderLine]) -> Fields {
    let fields = Fields::default()
        .with("ordered_on", order.ordered_on.to_string())
        .with("wanted_on", order.wanted_on.to_string())
        .with("receiver", &order.receiver)
        .with("phone", &order.phone)
        .with("place", &order.place)
        .with("note", &order.note);
    lines.iter().fold(fields, |fields, it| {
        fields
            .with("goods_name", &it.goods)
            .with("goods_spec", &it.spec)
            .with("goods_unit", &it.unit)
            .with("goods_quantity", plain(it.quantity))
            .with("goods_price", plain(it.price_fen))
    })
}

/// The fields by the names that the page for a late writer calls them.
pub const LABELS: &[(&str, Pair)] = &[
    ("goods_name", Pair("货物名称", "Goods")),
    ("goods_spec", Pair("规格型号", "Specification")),
    ("goods_unit", Pair("单位", "Unit")),
    ("goods_quantity", Pair("数量", "Quantity")),
    ("goods_price", Pair("单价", "Unit price")),
    ("ordered_on", Pair("下单日期", "Ordered on")),
    ("wanted_on", Pair("要求交货日期", "Wanted by")),
    ("receiver", Pair("收货人", "Receiver")),
    ("phone", Pair("电话", "Phone")),
    ("place", Pair("收货地点", "Place")),
    ("note", Pair("备注", "Note")),
];
