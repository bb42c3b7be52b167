//! Lists: the filters of an address, the order by a heading, the page and its neighbours.

use super::fields::Fields;

/// Rows on one page of a list.
pub const PAGE: i64 = 50;

/// Which part of a list is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pager {
    /// From 1.
    pub page: i64,
    pub pages: i64,
    pub total: i64,
    path: String,
    query: Fields,
}

/// One place of the pager's row of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    /// None: a gap.
    pub page: Option<i64>,
    pub href: String,
    pub here: bool,
}

impl Pager {
    /// The part that an address asks for out of `total` rows; a page beyond the last is the last.
    pub fn of(path: &str, query: &Fields, total: i64) -> Pager {
        let pages = ((total + PAGE - 1) / PAGE).max(1);
        let page = query.get("page").parse::<i64>().unwrap_or(1).clamp(1, pages);
        Pager { page, pages, total, path: path.to_owned(), query: query.clone() }
    }

    /// How many rows come before this page.
    pub fn offset(&self) -> i64 {
        (self.page - 1) * PAGE
    }

    /// The address of a page.
    pub fn href(&self, page: &i64) -> String {
        let page = if *page == 1 { String::new() } else { page.to_string() };
        link(&self.path, &self.query.set("page", &page))
    }

    /// The page before, if there is one.
    pub fn previous(&self) -> Option<String> {
        (self.page > 1).then(|| self.href(&(self.page - 1)))
    }

    /// The page after, if there is one.
    pub fn next(&self) -> Option<String> {
        (self.page < self.pages).then(|| self.href(&(self.page + 1)))
    }

    /// First, last and the neighbours, with gaps.
    pub fn links(&self) -> Vec<PageLink> {
        let mut links: Vec<PageLink> = Vec::new();
        for page in 1..=self.pages {
            let near = page == 1 || page == self.pages || (page - self.page).abs() <= 2;
            if near {
                links.push(PageLink { page: Some(page), href: self.href(&page), here: page == self.page });
            } else if links.last().is_some_and(|it| it.page.is_some()) {
                links.push(PageLink { page: None, href: String::new(), here: false });
            }
        }
        links
    }
}

/// `path?query`, or the path alone.
pub fn link(path: &str, query: &Fields) -> String {
    match query.to_query() {
        text if text.is_empty() => path.to_owned(),
        text => format!("{path}?{text}"),
    }
}

/// A heading by which a list can be ordered: the first press one way, the second the other.
pub fn sort_link(path: &str, query: &Fields, key: &str) -> String {
    let now = query.get("sort");
    let next = if now == key { format!("-{key}") } else { key.to_owned() };
    link(path, &query.set("page", "").set("sort", &next))
}

/// `aria-sort` of a heading: `ascending`, `descending` or `none`.
pub fn sorted(query: &Fields, key: &str) -> &'static str {
    match query.get("sort") {
        now if now == key => "ascending",
        now if now.strip_prefix('-') == Some(key) => "descending",
        _ => "none",
    }
}

/// A text to look for, made safe for `LIKE … ESCAPE '\'`: `%` and `_` stand for themselves.
pub fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for it in text.trim().chars().take(60) {
        if matches!(it, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        if it != '\0' {
            pattern.push(it);
        }
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_beyond_the_last_is_the_last() {
        for (asked, total, page) in [("", 0, 1), ("9", 120, 3), ("-4", 120, 1), ("x", 120, 1), ("99999999999999999999", 120, 1)]
        {
            assert_eq!(Pager::of("/p", &Fields::default().with("page", asked), total).page, page, "{asked}");
        }
    }

    #[test]
    fn the_pager_shows_ends_and_neighbours() {
        let pager = Pager::of("/p", &Fields::parse(b"page=10&q=x"), 1000);
        let pages: Vec<_> = pager.links().iter().map(|it| it.page).collect();
        let some = |page| Some(page);
        assert_eq!(pages, [some(1), None, some(8), some(9), some(10), some(11), some(12), None, some(20)]);
        assert_eq!(pager.href(&1), "/p?q=x");
    }

    #[test]
    fn signs_of_a_pattern_stand_for_themselves() {
        assert_eq!(like("50%_"), "%50\\%\\_%");
    }
}
