//! An evaluation as a sheet: parts, lines, the rows they come from; and what has changed in the facts since it was made.

use super::formula::{self, Line, Part, Row, RowKind, Source, Weights, Whose};
use crate::lang::{Lang, Pair, counted};
use crate::web::Shell;
use crate::web::shell::Given;
use crate::web::workbook::{Cell, Sheet as Page, Workbook};

/// Lines with the weights of their parts.
pub struct Sheet {
    lines: Vec<Line>,
    weights: Weights,
    /// The lines as the facts of the same days stand now, where they differ from those frozen.
    now: Option<Vec<Line>>,
    /// Of a month: whose what was done on the day of a hand-over is. Lines of several projects stand in it, each names its own.
    month: Option<Whose>,
}

/// How many rows of a line a page lists: of a salesperson's month there are hundreds, and nobody reads on after these.
const LISTED: usize = 30;

/// A part of the sheet.
pub struct PartOf<'a> {
    pub part: Part,
    pub weight: i32,
    /// None: nothing to evaluate.
    pub points: Option<i64>,
    pub lines: Vec<&'a Line>,
}

impl Sheet {
    /// A sheet of lines as they stand.
    pub fn new(lines: Vec<Line>, weights: Weights) -> Sheet {
        Sheet { lines, weights, now: None, month: None }
    }

    /// A sheet of frozen lines beside the computed ones of now.
    pub fn frozen(lines: Vec<Line>, weights: Weights, computed: Vec<Line>) -> Sheet {
        let judged = lines.iter().filter(|it| it.source == Source::Judged).cloned();
        let now: Vec<Line> = computed.into_iter().chain(judged).collect();
        let now = (now != lines).then_some(now);
        Sheet { lines, weights, now, month: None }
    }

    /// The same of a month, by the formula with this number: each line with its project.
    pub fn of_month(self, formula: i32) -> Sheet {
        Sheet { month: Some(Whose::by(formula)), ..self }
    }

    /// Whether it is of a month, so that each line names its project.
    pub fn is_of_month(&self) -> bool {
        self.month.is_some()
    }

    /// Whether all that was done on the day of a hand-over counts for whoever had the project at its end.
    pub fn is_by_days_end(&self) -> bool {
        self.month == Some(Whose::AtDaysEnd)
    }

    /// What a line leaves out of the rows of the line above it; empty where it leaves out nothing.
    pub fn left_out(&self, line: &Line, s: &Shell) -> String {
        let above = self.lines.iter().find(|it| it.source == Source::Recorded && it.project == line.project);
        let all = above.filter(|_| line.source == Source::NextSteps).and_then(|it| it.target);
        match (all.zip(line.target).map_or(0, |(all, counted)| all - counted), s.lang) {
            (..=0, _) => String::new(),
            (few, Lang::Zh) => format!("另有 {few} 条是客户拒绝，不要求下一步"),
            (1, Lang::En) => "1 more was a refusal, which needs no next step".to_owned(),
            (few, Lang::En) => format!("{few} more were refusals, which need no next step"),
        }
    }

    /// That facts have changed, with the scores before and after.
    pub fn restatement(&self, s: &Shell) -> String {
        let (was, is) = (points(self.score()), points(self.score_now()));
        match s.lang {
            Lang::Zh => {
                format!("评估之后，它所依据的记录有变动：综合得分当时 {was}，按现在的记录 {is}。评估本身不变；变动逐行注明。")
            }
            Lang::En => format!(
                "What the evaluation rests on has changed since: the score was {was} and is {is} by the records of now. The evaluation stays; each change is noted at its line."
            ),
        }
    }

    /// The lines.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The four parts.
    pub fn parts(&self) -> Vec<PartOf<'_>> {
        let of = |(part, weight): (&Part, i32)| PartOf {
            part: *part,
            weight,
            points: formula::part(&self.lines, *part),
            lines: self.lines.iter().filter(|it| it.source.part() == *part).collect(),
        };
        Part::ALL.iter().zip(self.weights).map(of).collect()
    }

    /// The score in hundredths of a point.
    pub fn score(&self) -> i64 {
        formula::score(formula::parts(&self.lines), self.weights)
    }

    /// Points as a text.
    pub fn points(&self, hundredths: impl Given<i64>) -> String {
        points(hundredths.given())
    }

    /// Whether anything of the facts has changed since.
    pub fn is_restated(&self) -> bool {
        self.now.is_some()
    }

    /// The score by the facts as they stand now.
    pub fn score_now(&self) -> i64 {
        self.now.as_ref().map_or_else(|| self.score(), |now| formula::score(formula::parts(now), self.weights))
    }

    /// How a line stands now, if it has changed; a line that is gone stands as nothing.
    fn now_of(&self, line: &Line) -> Option<Option<&Line>> {
        let now = self.now.as_ref()?;
        match now.iter().find(|it| is_about(it, line)) {
            Some(it) if it == line => None,
            found => Some(found),
        }
    }

    /// What has changed in a line since it was frozen; empty where nothing has.
    pub fn restated(&self, line: &Line, s: &Shell) -> String {
        match self.now_of(line) {
            None => String::new(),
            Some(None) => s.t("这一行现在已不计。", "This line does not count any more.").to_owned(),
            Some(Some(it)) => {
                let (was, is) = (points(line.points), points(it.points));
                match (line.actual == it.actual, s.lang) {
                    (true, Lang::Zh) => format!("得分 {was} → {is}"),
                    (true, Lang::En) => format!("points {was} → {is}"),
                    (false, Lang::Zh) => format!("实际 {} → {}，得分 {was} → {is}", line.actual(s), it.actual(s)),
                    (false, Lang::En) => format!("actual {} → {}, points {was} → {is}", line.actual(s), it.actual(s)),
                }
            }
        }
    }

    /// The rows that a line has gained since, and those that it has lost.
    pub fn row_changes(&self, line: &Line) -> (Vec<Row>, Vec<Row>) {
        let Some(Some(now)) = self.now_of(line) else { return (Vec::new(), Vec::new()) };
        let lacking = |rows: &[Row], of: &[Row]| of.iter().filter(|it| !rows.contains(it)).cloned().collect();
        (lacking(&line.rows, &now.rows), lacking(&now.rows, &line.rows))
    }

    /// Lines that the facts give now and that the frozen evaluation has not.
    pub fn gained(&self) -> Vec<&Line> {
        let now = self.now.iter().flatten();
        now.filter(|it| !self.lines.iter().any(|line| is_about(it, line))).collect()
    }

    /// The sheet as a workbook: the sum, the lines, the rows; whoever has the formula can do the sum again.
    pub fn workbook(&self, name: &str, lang: Lang) -> Workbook {
        Workbook {
            name: name.to_owned(),
            ascii: "evaluation",
            sheets: vec![self.sum(lang), self.listed(lang), self.rows(lang)],
        }
    }

    fn sum(&self, lang: Lang) -> Page {
        let head = [lang.of("评估内容", "What is evaluated"), lang.of("得分", "Points"), lang.of("权重", "Weight")];
        let mut page = Page::new(lang.of("综合得分", "Score"), &head);
        for it in self.parts() {
            let points = it.points.map_or(Cell::Empty, Cell::Quantity);
            page.row(vec![lang.say(it.part.name()).into(), points, Cell::Whole(it.weight.into())]);
        }
        page.row(vec![lang.of("综合得分", "Score").into(), Cell::Quantity(self.score()), Cell::Empty]);
        if self.is_restated() {
            let now = lang.of("重述：按现在的记录", "Restated: by the records of now");
            page.row(vec![now.into(), Cell::Quantity(self.score_now()), Cell::Empty]);
        }
        page
    }

    fn listed(&self, lang: Lang) -> Page {
        let head = [
            lang.of("行", "Line"),
            lang.of("评估内容", "What is evaluated"),
            lang.of("来源", "Source"),
            lang.of("项目", "Project"),
            lang.of("名称", "Name"),
            lang.of("目标值", "Target"),
            lang.of("实际值", "Actual"),
            lang.of("期限", "Due"),
            lang.of("实际完成日期", "Done on"),
            lang.of("取消日期", "Dropped on"),
            lang.of("得分", "Points"),
            lang.of("逾期工作日", "Working days late"),
        ];
        let mut page = Page::new(lang.of("评估明细", "Lines of the evaluation"), &head);
        for (number, it) in (1..).zip(&self.lines) {
            let figure = |value: Option<i64>| match (value, &it.unit) {
                (None, _) => Cell::Empty,
                (Some(value), Some(_)) => Cell::Quantity(value),
                (Some(value), None) => Cell::Whole(value),
            };
            page.row(vec![
                Cell::Whole(number),
                lang.say(it.source.part().name()).into(),
                lang.say(it.source.name()).into(),
                it.project.as_str().into(),
                it.title(&lang).into(),
                figure(it.target),
                figure(it.actual),
                it.due.into(),
                it.done.into(),
                it.dropped.into(),
                Cell::Quantity(it.points),
                it.late.map_or(Cell::Empty, |days| Cell::Whole(days.into())),
            ]);
        }
        page
    }

    fn rows(&self, lang: Lang) -> Page {
        let head = [
            lang.of("行", "Line"),
            lang.of("种类", "Kind"),
            lang.of("名称", "Name"),
            lang.of("日期", "Date"),
            lang.of("记录日期", "Recorded on"),
            lang.of("数值", "Value"),
            lang.of("不合要求之处", "What it falls short of"),
        ];
        let mut page = Page::new(lang.of("依据的记录", "Rows that it rests on"), &head);
        for (number, it) in (1..).zip(&self.lines) {
            for row in &it.rows {
                let value = if it.unit.is_some() { Cell::Quantity(row.value) } else { Cell::Whole(row.value) };
                page.row(vec![
                    Cell::Whole(number),
                    lang.say(row.kind.name()).into(),
                    row.name.as_str().into(),
                    row.on.into(),
                    row.recorded_on.into(),
                    value,
                    it.lacks(row).map_or(Cell::Empty, |lacks| lang.say(lacks).into()),
                ]);
            }
        }
        page
    }
}

fn is_about(one: &Line, other: &Line) -> bool {
    (one.source, &one.project, &one.subject) == (other.source, &other.project, &other.subject)
}

/// Hundredths of a point as a text, always with its two decimals.
pub fn points(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

impl PartOf<'_> {
    /// The points, or a dash.
    pub fn points(&self) -> String {
        self.points.map_or_else(|| "—".to_owned(), points)
    }

    /// Points times weight, or a dash.
    pub fn product(&self) -> String {
        self.points.map_or_else(|| "—".to_owned(), |it| points(it * i64::from(self.weight) / 100))
    }
}

impl Line {
    /// What it is called.
    pub fn title(&self, lang: &Lang) -> &str {
        lang.of(&self.title.0, &self.title.1)
    }

    /// How much of something, with its unit.
    fn measured(&self, value: i64, s: &Shell) -> String {
        match &self.unit {
            Some((zh, en)) => s.measured(value, zh, en),
            None => value.to_string(),
        }
    }

    /// What was to be reached, or by when.
    pub fn wanted(&self, s: &Shell) -> String {
        match (self.target, self.due) {
            (Some(target), _) => self.measured(target, s),
            (None, Some(due)) => s.day(due),
            (None, None) => "—".to_owned(),
        }
    }

    /// What was reached, or when.
    pub fn actual(&self, s: &Shell) -> String {
        match (self.actual, self.done, self.dropped, self.late) {
            (Some(actual), ..) => self.measured(actual, s),
            (None, Some(done), ..) => s.day(done),
            (None, None, Some(dropped), _) => format!("{} {}", s.t("取消于", "dropped on"), s.day(dropped)),
            (None, None, None, Some(_)) => s.t("未完成", "Not done").to_owned(),
            (None, None, None, None) => "—".to_owned(),
        }
    }

    /// How late it was; empty where it was not.
    pub fn lateness(&self, s: &Shell) -> String {
        match (self.late.unwrap_or(0), s.lang) {
            (0, _) => String::new(),
            (days, Lang::Zh) => format!("逾期 {days} 个工作日"),
            (days, Lang::En) => format!("{} late", counted(i64::from(days), "working day")),
        }
    }

    /// The day by which a figure was to be reached.
    pub fn by(&self, s: &Shell) -> String {
        self.due
            .filter(|_| self.target.is_some())
            .map_or_else(String::new, |due| format!("{} {}", s.t("期限", "due"), s.day(due)))
    }

    /// A row as the page lists it: what it says beside its name.
    pub fn row_says(&self, row: &Row, s: &Shell) -> String {
        let day = s.day(row.on);
        match (self.source, row.recorded_on) {
            (Source::Indicator, _) => format!("{day} · {}", self.measured(row.value, s)),
            (Source::Recorded, Some(on)) => format!("{day} · {} {}", s.t("记录于", "recorded on"), s.day(on)),
            (Source::Scans, Some(on)) => format!("{day} · {} {}", s.t("上传于", "attached on"), s.day(on)),
            _ => day,
        }
    }

    /// Whether a row counts for the line.
    pub fn row_counts(&self, row: &Row) -> bool {
        self.source == Source::Indicator || row.value > 0
    }

    /// What a row falls short of; none of one that counts.
    pub fn lacks(&self, row: &Row) -> Option<Pair> {
        let lacks = match self.source {
            Source::Recorded => Pair("晚于次一工作日才记录", "recorded after the next working day"),
            Source::NextSteps => Pair("没有写明下一步", "names no next step"),
            Source::Scans => Pair("期内没有附扫描件", "no scan attached by the last day that counts"),
            _ => return None,
        };
        (!self.row_counts(row)).then_some(lacks)
    }

    /// How many of the rows fall short; empty where none does.
    pub fn falls_short(&self, s: &Shell) -> String {
        match (self.rows.iter().filter(|it| self.lacks(it).is_some()).count(), s.lang) {
            (0, _) => String::new(),
            (few, Lang::Zh) => format!("其中 {few} 条不合要求"),
            (1, Lang::En) => "1 of them falls short".to_owned(),
            (few, Lang::En) => format!("{few} of them fall short"),
        }
    }

    /// The rows that a page lists, first those that cost points; the workbook has all.
    pub fn rows_listed(&self) -> Vec<&Row> {
        let (counting, lacking): (Vec<&Row>, Vec<&Row>) = self.rows.iter().partition(|it| self.row_counts(it));
        lacking.into_iter().chain(counting).take(LISTED).collect()
    }

    /// How many rows are left to the workbook.
    pub fn not_listed(&self) -> usize {
        self.rows.len().saturating_sub(LISTED)
    }

    /// What a row is called.
    pub fn row_name(&self, row: &Row, s: &Shell) -> String {
        let kind = s.say(row.kind.name());
        match row.kind {
            RowKind::Actual => kind.to_owned(),
            _ => format!("{kind} {}", row.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lists_the_rows_that_cost_points_first_and_says_how_many_it_leaves_to_the_workbook() {
        let on = chrono::NaiveDate::default();
        let row =
            |value| Row { kind: RowKind::Activity, name: String::new(), href: String::new(), on, recorded_on: None, value };
        let line = |rows: Vec<Row>| Line {
            source: Source::NextSteps,
            project: String::new(),
            subject: String::new(),
            title: Default::default(),
            unit: None,
            target: None,
            actual: None,
            due: None,
            done: None,
            dropped: None,
            late: None,
            points: 0,
            rows,
        };
        for (counting, lacking) in [(0, 0), (LISTED, 0), (LISTED, 1), (LISTED + 12, 3), (0, LISTED + 1)] {
            let it = line([vec![row(1); counting], vec![row(0); lacking]].concat());
            let listed: Vec<i64> = it.rows_listed().iter().map(|it| it.value).collect();
            assert_eq!(listed.len() + it.not_listed(), counting + lacking);
            assert!(listed.is_sorted() && listed.len() <= LISTED);
            assert_eq!(listed.iter().filter(|it| **it == 0).count(), lacking.min(LISTED));
        }
    }
}
