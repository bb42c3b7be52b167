//! The department's meetings: those of the last weeks as they were held, and what the next ones are about.

use chrono::{Days, Duration, NaiveTime};

use crate::clock::Moment;
use crate::error::{OrNotFound, Result};
use crate::meetings::attending::take_leave;
use crate::meetings::changes::{NewItem, Special, add_item, convene};
use crate::meetings::model::{Attendance, ItemKind, Matter, MeetingKind, Presence};
use crate::meetings::queries::{self, Subject};
use crate::meetings::resolutions::changes::{New, finish, write};
use crate::meetings::resolutions::{self, line};
use crate::meetings::schedule::{Occasion, between, find};
use crate::meetings::session::changes::{Noted, call, close, note, note_attendance, open, publish, read};
use crate::store::{Actor, Store, Tx};

/// The next weekly meeting, as whoever acts sees it.
fn next_weekly(tx: &mut Tx) -> Result<Occasion> {
    let (who, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
    let (tomorrow, later) = (today + Days::new(1), today + Days::new(28));
    let all = between(tx, &who, &office, (tomorrow, later))?;
    all.into_iter().find(|it| it.meeting.kind == MeetingKind::Weekly && !it.is_together()).or_not_found()
}

/// What was said at a meeting: under which part, the notes, the resolutions as typed (`@1` is the second of the sales staff), and
/// after how many days what was resolved was carried out, with what result.
type Said = (ItemKind, &'static str, &'static [(&'static str, Option<(i64, &'static str)>)]);

/// The last regular meetings, the oldest first; more of them than this were not written down here.
const HELD: [&[Said]; 4] = [
    &[
        (
            ItemKind::Report,
            "各人按周报说明，展会线索分到人。",
            &[("任务：展会线索三日内逐一回访 @0 +3", Some((2, "二十三条线索都已回访，六条进入洽谈。")))],
        ),
        (
            ItemKind::Deviations,
            "两项里程碑到期，责任人说明原因。",
            &[("调整：样品改由计调统一登记借还 @1 +4", Some((4, "登记表已启用。")))],
        ),
    ],
    &[
        (ItemKind::Figures, "上月回款低于计划，签约持平。", &[("指令：逾期款由各项目负责人每周报催收进展 @2 +20", None)]),
        (ItemKind::Resolutions, "", &[("通报：年底前暂停新增样品间预约", None)]),
    ],
    &[
        (ItemKind::Report, "华东三个项目都缺样品，先保签约在即的。", &[("任务：拟定样品调配办法 @3 +9", None)]),
        (ItemKind::Deviations, "回款逾期两笔，已联系客户财务。", &[("任务：上门对账并带回书面付款计划 @0 +6", None)]),
    ],
    &[
        (ItemKind::Resolutions, "逐条过了上次的决议，未完成的说明原因。", &[]),
        (
            ItemKind::Report,
            "长三角经销商招募进展顺利；常州卖场连续三周没有活动。",
            &[("任务：常州卖场一周内恢复走访，说明是否转入控制 @4 +7", None), ("通报：十二月起周报统一用系统草稿", None)],
        ),
        (ItemKind::Deviations, "预算快于进度的项目本周内说明。", &[("调整：苏州项目差旅先报计划再支出 @0 +10", None)]),
    ],
];

/// The regular meetings of so many days that are over, the oldest first.
fn over(store: &Store, who: &Actor, days: i64, now: Moment) -> Result<Vec<Occasion>> {
    let office = store.office()?;
    let today = office.zone.day(now);
    let mut past = store.read(|conn| between(conn, who, &office, (today - Duration::days(days), today)))?;
    past.retain(|it| it.meeting.kind != MeetingKind::Special && it.ends_at() < now);
    Ok(past)
}

/// Tells regular meetings of a longer time as if the same four were held again and again; all but the last few are long settled.
pub fn held_for(
    store: &Store,
    coordinator: &Actor,
    everybody: &[Actor],
    sales: &[Actor],
    days: i64,
    now: Moment,
) -> Result<()> {
    let past = over(store, coordinator, days, now)?;
    let open = past.len().saturating_sub(HELD.len());
    for ((index, it), said) in past.iter().enumerate().zip(HELD.iter().cycle()) {
        hold(store, (coordinator, everybody, sales), it, said, index < open, now)?;
    }
    Ok(())
}

/// Tells a regular meeting: called in the morning, held, published the next day, read by most. One that is `settled` is read by
/// everybody, and what it resolved is carried out.
fn hold(
    store: &Store,
    (coordinator, everybody, sales): (&Actor, &[Actor], &[Actor]),
    it: &Occasion,
    said: &[Said],
    settled: bool,
    now: Moment,
) -> Result<()> {
    let office = store.office()?;
    let number = it.meeting.number.as_str();
    let again = |tx: &mut Tx| {
        let (who, office, today) = (tx.who.clone(), tx.office.clone(), tx.today());
        find(tx, &who, &office, today, number)
    };
    store.write(coordinator.clone(), it.starts_at - Duration::hours(3), |tx| again(tx).and_then(|it| call(tx, &it)))?;
    store.write(coordinator.clone(), it.starts_at, |tx| {
        let it = again(tx)?;
        let it = Occasion { meeting: open(tx, &it)?, ..it };
        let there = queries::attendances(tx, &it.meeting.id)?;
        let noted = |(person, _): &(Attendance, String)| match sales.iter().position(|it| it.id == person.person_id) {
            Some(5) => Noted {
                person: person.person_id.clone(),
                state: Presence::Leave,
                reason: "客户现场安装".into(),
                seen: String::new(),
            },
            Some(3) => {
                Noted { person: person.person_id.clone(), state: Presence::Late, reason: String::new(), seen: String::new() }
            }
            _ => {
                Noted { person: person.person_id.clone(), state: Presence::Present, reason: String::new(), seen: String::new() }
            }
        };
        let noted: Vec<Noted> = there.iter().map(noted).collect();
        note_attendance(tx, &it, &noted)
    })?;
    let mut done = Vec::new();
    store.write(coordinator.clone(), it.starts_at + Duration::minutes(60), |tx| {
        let it = again(tx)?;
        for (kind, notes, resolved) in said {
            let items = queries::items(tx, &it.meeting.id)?;
            let Some(item) = items.iter().find(|it| it.kind == *kind).or(items.last()) else { continue };
            let item = note(tx, &it, item, item.version, (*notes).into())?;
            for (typed, came) in *resolved {
                let row = write(tx, &it.meeting, &item, resolution(tx, sales, typed))?;
                let came = came.or(settled.then_some((6, "已办结。")));
                done.extend(came.map(|(days, outcome)| (row.number, row.holder_id, days, outcome)));
            }
        }
        close(tx, &it).map(|_| ())
    })?;
    let published = office.calendar.add_working_days(office.zone.day(it.starts_at), 1);
    let published = office.zone.moment(published.and_time(NaiveTime::from_hms_opt(9, 10, 0).unwrap_or_default())).min(now);
    store.write(coordinator.clone(), published, |tx| again(tx).and_then(|it| publish(tx, &it)))?;
    // The commander and the planner have still to read the last ones.
    for (who, minutes) in everybody.iter().zip(10..).skip(if settled { 0 } else { 2 }) {
        let read_at = published + Duration::minutes(minutes);
        if who.id != coordinator.id && read_at <= now {
            store.write(who.clone(), read_at, |tx| again(tx).and_then(|it| read(tx, &it)))?;
        }
    }
    for (number, holder, days, outcome) in done {
        let Some(who) = sales.iter().find(|it| Some(&it.id) == holder.as_ref()) else { continue };
        // Nothing is carried out before the minutes are published.
        store.write(who.clone(), (it.starts_at + Duration::days(days)).max(published).min(now), |tx| {
            let who = tx.who.clone();
            let (row, meeting, _) = resolutions::queries::find(tx, &who, &number)?;
            finish(tx, &meeting, &row, false, outcome.into()).map(|_| ())
        })?;
    }
    Ok(())
}

/// A resolution out of a line: what it is, the sentence, who answers for it, in how many days.
fn resolution(tx: &Tx, sales: &[Actor], typed: &str) -> New {
    let today = tx.today();
    let person =
        |word: &str| word.strip_prefix('@').and_then(|at| sales.get(at.parse::<usize>().ok()?.checked_rem(sales.len())?));
    let days = |word: &str| word.strip_prefix('+').and_then(|days| today.checked_add_days(Days::new(days.parse().ok()?)));
    let found = line::read(typed, &[], today);
    let (mut content, mut who, mut due_on) = (Vec::new(), None, None);
    for word in found.content.split_whitespace() {
        match (person(word), days(word)) {
            (Some(it), _) => who = Some(it.id.clone()),
            (_, Some(day)) => due_on = Some(day),
            _ => content.push(word),
        }
    }
    New { content: content.join(" "), kind: found.kind, person: who, due_on, project: None }
}

/// The last meetings; a special meeting in two working days, matters on the agenda of the next weekly one, somebody who cannot come.
pub fn tell(store: &Store, everybody: &[Actor], sales: &[Actor], now: Moment) -> Result<()> {
    let [_, _, coordinator, ..] = everybody else { return Ok(()) };
    let ([first, second, third, ..], Some(specialist)) = (sales, everybody.get(11)) else { return Ok(()) };
    let past = over(store, coordinator, 30, now)?;
    for (it, said) in past.iter().skip(past.len().saturating_sub(HELD.len())).zip(HELD) {
        hold(store, (coordinator, everybody, sales), it, said, false, now)?;
    }
    store.write(coordinator.clone(), now - Duration::minutes(55), |tx| {
        let day = tx.office.calendar.add_working_days(tx.today(), 2);
        let ten = NaiveTime::from_hms_opt(10, 0, 0).unwrap_or_default();
        let special = Special {
            matter: Matter::Event,
            title: "华东逾期款分析".into(),
            starts_at: tx.office.zone.moment(day.and_time(ten)),
            minutes: 45,
            place: "二楼会议室".into(),
            people: [first, third, specialist].map(|it| it.id.clone()).to_vec(),
            about: "三家客户的到货款同月逾期：原因、催收分工与今后的付款约定。".into(),
        };
        convene(tx, &Subject::default(), special)
    })?;
    for (who, minutes, title, about, length) in [
        (first, 50, "样品间怎么用", "四个项目同时借样品，先后怎么排。", 10),
        (second, 45, "年底展会分工", "谁到场、谁接待、谁跟进，提前定下来。", 15),
    ] {
        store.write(who.clone(), now - Duration::minutes(minutes), |tx| {
            let it = next_weekly(tx)?;
            let new = NewItem { title: title.into(), about: about.into(), person: Some(who.id.clone()), minutes: length };
            add_item(tx, &it, new)
        })?;
    }
    store.write(third.clone(), now - Duration::minutes(40), |tx| {
        let it = next_weekly(tx)?;
        take_leave(tx, &it, "到客户现场参加验收。".into())
    })
}
