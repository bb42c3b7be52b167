//! What a file is, by what is in it: the name and the type that its sender claims are not asked. What is not known is refused,
//! above all whatever a browser or a machine would run.

use crate::stored;
use crate::words;

words! {
    /// A kind of file that is kept.
    pub enum FileKind {
        Pdf = "pdf", "PDF 文件", "PDF";
        Jpeg = "jpeg", "JPEG 图片", "JPEG picture";
        Png = "png", "PNG 图片", "PNG picture";
        Webp = "webp", "WebP 图片", "WebP picture";
        Docx = "docx", "Word 文档", "Word document";
        Xlsx = "xlsx", "Excel 表格", "Excel workbook";
        Zip = "zip", "ZIP 压缩包", "ZIP archive";
        Text = "text", "纯文本", "Plain text";
    }
}
stored!(FileKind);

impl FileKind {
    /// The type that goes with it to the browser.
    pub const fn mime(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Jpeg => "image/jpeg",
            FileKind::Png => "image/png",
            FileKind::Webp => "image/webp",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Zip => "application/zip",
            FileKind::Text => "text/plain",
        }
    }

    /// The ending of its name where nothing else is known.
    pub const fn ending(self) -> &'static str {
        match self {
            FileKind::Jpeg => "jpg",
            FileKind::Text => "txt",
            other => other.code(),
        }
    }
}

impl FileKind {
    /// The name under which such a file is handed back: its ending says what it is. A PDF that was called `报价.exe` would be opened
    /// by whoever reads its ending.
    pub fn named(self, name: &str) -> String {
        let endings: &[&str] = match self {
            FileKind::Jpeg => &["jpg", "jpeg"],
            FileKind::Text => &["txt", "csv", "md", "log", "eml"],
            FileKind::Docx => &["docx", "docm"],
            FileKind::Xlsx => &["xlsx", "xlsm"],
            _ => &[self.ending()],
        };
        let name = name.trim();
        let ending = name.rsplit_once('.').map_or("", |it| it.1).to_lowercase();
        match name.is_empty() {
            true => format!("{}.{}", self.code(), self.ending()),
            false if endings.contains(&ending.as_str()) => name.to_owned(),
            false => format!("{name}.{}", self.ending()),
        }
    }
}

/// What these bytes are; none: nothing that is kept.
pub fn sniff(bytes: &[u8]) -> Option<FileKind> {
    match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(FileKind::Pdf),
        [0xff, 0xd8, 0xff, ..] => Some(FileKind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(FileKind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(FileKind::Webp),
        [b'P', b'K', 3, 4, ..] => Some(archive(bytes)),
        _ => is_text(bytes).then_some(FileKind::Text),
    }
}

/// Documents of an office are archives with a part of a known name.
fn archive(bytes: &[u8]) -> FileKind {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|it| it == name);
    if has(b"word/document.xml") {
        FileKind::Docx
    } else if has(b"xl/workbook.xml") {
        FileKind::Xlsx
    } else {
        FileKind::Zip
    }
}

/// Writing and nothing else, in UTF-8 or GB18030: no control characters, and nothing that begins like a page or a script.
fn is_text(bytes: &[u8]) -> bool {
    let odd = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n');
    if bytes.iter().any(odd) || !(std::str::from_utf8(bytes).is_ok() || is_gb18030(bytes)) {
        return false;
    }
    let text = String::from_utf8_lossy(bytes);
    let start = text.trim_start_matches(|it: char| it.is_whitespace() || it == '\u{feff}');
    let head: String = text.chars().take(4_096).collect::<String>().to_ascii_lowercase();
    let runs = ["<html", "<script", "<svg", "<!doctype", "<?xml", "<?php", "javascript:"];
    !start.is_empty() && !start.starts_with(['<', '#']) && !runs.iter().any(|it| head.contains(it))
}

/// Pairs and fours of bytes as GB18030 has them.
fn is_gb18030(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        rest = match rest {
            [] => return true,
            [0..=0x7f, rest @ ..] => rest,
            [0x81..=0xfe, 0x40..=0x7e | 0x80..=0xfe, rest @ ..] => rest,
            [0x81..=0xfe, b'0'..=b'9', 0x81..=0xfe, b'0'..=b'9', rest @ ..] => rest,
            _ => return false,
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ending_of_a_name_says_what_the_file_is() {
        for (kind, name, kept) in [
            (FileKind::Pdf, "合同扫描件.pdf", "合同扫描件.pdf"),
            (FileKind::Pdf, "合同.PDF", "合同.PDF"),
            (FileKind::Pdf, "报价\u{202e}fdp.exe", "报价\u{202e}fdp.exe.pdf"),
            (FileKind::Text, "c.bat", "c.bat.txt"),
            (FileKind::Text, "名单.csv", "名单.csv"),
            (FileKind::Jpeg, "照片.JPEG", "照片.JPEG"),
            (FileKind::Xlsx, "报价", "报价.xlsx"),
            (FileKind::Zip, "a.exe", "a.exe.zip"),
            (FileKind::Png, " ", "png.png"),
        ] {
            assert_eq!(kind.named(name), kept);
        }
    }

    #[test]
    fn a_file_is_what_is_in_it_and_nothing_that_runs_is_kept() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n..."[..], Some(FileKind::Pdf)),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", Some(FileKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(FileKind::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileKind::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"PK\x03\x04\x14\0 word/document.xml", Some(FileKind::Docx)),
            (b"PK\x03\x04\x14\0 xl/workbook.xml", Some(FileKind::Xlsx)),
            (b"PK\x03\x04\x14\0 a.txt", Some(FileKind::Zip)),
            ("收货回执\r\n三箱".as_bytes(), Some(FileKind::Text)),
            (b"\xca\xd5\xbb\xf5\xbb\xd8\xd6\xb4", Some(FileKind::Text)),
            (b"<html><body>", None),
            (b"  \n<!DOCTYPE html>", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'>", None),
            (b"a note <script>alert(1)</script>", None),
            (b"#!/bin/sh\nrm", None),
            (b"MZ\x90\0\x03\0\0\0", None),
            (b"\x7fELF\x02\x01\x01\0", None),
            (b"GIF89a\x01\0\x01\0", None),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
            (b"", None),
            (b" \n", None),
        ] {
            assert_eq!(sniff(bytes), kind, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_are_something_is_said(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = sniff(&bytes);
        }
    }
}
