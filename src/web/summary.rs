//! The summary of what is wrong with a form names each field as its page does: only the page knows what its fields are called.

/// A page with its summary's links beginning with the label of the field that each leads to, as far as the page has one.
pub fn named<'a>(html: String, fields: impl Iterator<Item = &'a str>, colon: &str) -> String {
    let mut named: Vec<&str> = Vec::new();
    let mut html = html;
    for field in fields {
        if named.contains(&field) {
            continue;
        }
        named.push(field);
        if let Some(label) = label(&html, field) {
            let link = format!("<li><a href=\"#f-{field}\">");
            html = html.replace(&link, &format!("{link}{label}{colon}"));
        }
    }
    html
}

/// What a field is called on its page: its label, or the legend of its choices; as markup.
fn label(html: &str, field: &str) -> Option<String> {
    let after = |mark: String| html.split_once(&mark).map(|it| it.1);
    let text = after(format!("<label for=\"f-{field}\">"))
        .or_else(|| after(format!(" id=\"f-{field}\"><legend>")))
        .and_then(|rest| rest.split('<').next())?;
    Some(text.trim().to_owned()).filter(|it| !it.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_link_begins_with_what_its_field_is_called_and_others_stay_as_they_are() {
        let form = "<li><a href=\"#f-title\">请填写此项。</a></li><li><a href=\"#f-kind\">请选择。</a></li>\
                    <li><a href=\"#f-other\">不行。</a></li><label for=\"f-title\">事项 <span>必填</span></label>\
                    <fieldset class=\"field\" id=\"f-kind\"><legend>种类 <span>必填</span></legend></fieldset>";
        let page = named(form.to_owned(), ["title", "kind", "other", "title"].into_iter(), "：");
        assert!(page.starts_with(
            "<li><a href=\"#f-title\">事项：请填写此项。</a></li><li><a href=\"#f-kind\">种类：请选择。</a></li>\
             <li><a href=\"#f-other\">不行。</a></li>"
        ));
    }
}
