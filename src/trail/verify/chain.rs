use diesel::prelude::*;

use super::{BATCH, Proof};
use crate::error::Result;
use crate::store::Conn;
use crate::store::schema::{trail, trail_head};
use crate::store::trail::{Entry, Head};

/// Walks along the whole chain: numbers without a gap, each row carries the hash of the one before and its own, and the head
/// knows the end. A row that is wrong is found once; the next is compared with what is there.
pub(super) fn check(conn: &mut Conn, proof: &mut Proof) -> Result<()> {
    let mut last = Head { seq: 0, hash: String::new() };
    let mut from = i64::MIN;
    loop {
        let rows: Vec<Entry> =
            trail::table.filter(trail::seq.gt(from)).order(trail::seq).limit(BATCH).select(Entry::as_select()).load(conn)?;
        let Some(end) = rows.last() else { break };
        from = end.seq;
        for row in rows {
            follow(&last, &row, proof);
            proof.rows += 1;
            last = Head { seq: row.seq, hash: row.hash };
        }
    }
    let head: Option<(i64, String)> =
        trail_head::table.find(1).select((trail_head::seq, trail_head::hash)).first(conn).optional()?;
    match head {
        None => proof.find("trail_head", "链尾的记录不见了", "the record of the chain's end is gone"),
        Some((seq, _)) if seq > last.seq => {
            proof.find(format!("trail {}–{seq}", last.seq + 1), "留痕末尾被截去", "the end of the trail was cut off");
        }
        Some((seq, hash)) if seq != last.seq || hash != last.hash => {
            proof.find(format!("trail {}", last.seq), "留痕末尾与链尾的记录不符", "the trail does not end as its head says");
        }
        Some(_) => {}
    }
    Ok(())
}

fn follow(last: &Head, row: &Entry, proof: &mut Proof) {
    let at = format!("trail {}", row.seq);
    if row.seq > last.seq + 1 {
        proof.find(format!("trail {}–{}", last.seq + 1, row.seq - 1), "留痕中缺少记录", "rows of the trail are missing");
    } else if row.seq <= last.seq {
        proof.find(at.clone(), "留痕的序号不合规则", "the number of the row is out of order");
    } else if row.prev != last.hash {
        proof.find(at.clone(), "与前一条不相衔接", "the row does not follow the one before");
    }
    if row.expected_hash() != row.hash {
        proof.find(at, "内容被改动过", "the row was altered");
    }
}
