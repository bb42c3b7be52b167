const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];

const PLACES: [(u64, char); 5] = [(100_000_000, '亿'), (10_000, '万'), (1_000, '仟'), (100, '佰'), (10, '拾')];

/// An amount in fen in the capitals of finance; see [`Money::daxie`](super::Money::daxie) for the rules.
pub(super) fn daxie(fen: i64) -> String {
    let size = fen.unsigned_abs();
    let (yuan, jiao, fen_only) = (size / 100, size / 10 % 10, size % 10);
    let mut text = String::new();
    if fen < 0 {
        text.push('负');
    }
    if yuan > 0 || size == 0 {
        write(yuan, &mut text);
        text.push('元');
    }
    if jiao > 0 {
        write(jiao, &mut text);
        text.push('角');
    } else if fen_only > 0 && yuan > 0 {
        text.push('零');
    }
    if fen_only > 0 {
        write(fen_only, &mut text);
        text.push('分');
    } else {
        text.push('整');
    }
    text
}

/// A whole number, place by place. However many zeros are skipped before a lower place, one 零 stands for them.
fn write(number: u64, text: &mut String) {
    for (place, name) in PLACES {
        if number < place {
            continue;
        }
        write(number / place, text);
        text.push(name);
        let rest = number % place;
        if rest > 0 {
            if rest < place / 10 {
                text.push('零');
            }
            write(rest, text);
        }
        return;
    }
    text.extend(DIGITS.get(number as usize));
}
