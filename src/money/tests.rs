use proptest::prelude::*;

use super::*;

#[test]
fn amounts_are_read_as_people_type_them() {
    for (typed, fen) in [
        ("12345.6", 1_234_560),
        ("１２，３４５．６０", 1_234_560),
        ("12,345.60元", 1_234_560),
        (" 12,345.60 元 ", 1_234_560),
        ("12 345.60", 1_234_560),
        ("12, 345.60", 1_234_560),
        ("12。5", 1_250),
        ("3.5万", 3_500_000),
        ("3.5 万元", 3_500_000),
        ("３．５　万元", 3_500_000),
        ("1.234567万", 1_234_567),
        ("1,200万元", 1_200_000_000),
        ("¥1,200", 120_000),
        ("￥ 1,200.05", 120_005),
        ("0", 0),
        ("-0", 0),
        ("0.01", 1),
        (".5", 50),
        ("5.", 500),
        ("0000000000000000000000012", 1_200),
        ("999,999,999,999.99", Money::LIMIT.0),
    ] {
        assert_eq!(Money::parse(typed), Ok(Money(fen)), "{typed}");
    }
    for (typed, fen) in [("-5", -500), ("－５", -500), ("−5万", -5_000_000), ("-¥5", -500), ("¥-5", -500)] {
        assert_eq!(Money::parse_signed(typed), Ok(Money(fen)), "{typed}");
        assert_eq!(Money::parse(typed), Err(Mistyped::Negative), "{typed}");
    }
    assert_eq!(Money::parse_signed("-999999999999.99"), Ok(Money(-Money::LIMIT.0)));
}

#[test]
fn what_is_no_amount_is_refused_with_the_reason() {
    use Mistyped::*;
    for (typed, mistake) in [
        ("", Empty),
        ("  　", Empty),
        ("元", NotANumber),
        ("¥", NotANumber),
        ("万元", NotANumber),
        ("-", NotANumber),
        (".", NotANumber),
        ("--5", NotANumber),
        ("-¥-5", NotANumber),
        ("+5", NotANumber),
        ("1e5", NotANumber),
        ("1E5", NotANumber),
        ("0x10", NotANumber),
        ("NaN", NotANumber),
        ("一百", NotANumber),
        ("1.2.3", NotANumber),
        ("1,2", NotANumber),
        ("1 2", NotANumber),
        ("12,34.5", NotANumber),
        ("1234,567", NotANumber),
        (",123", NotANumber),
        ("1,234,", NotANumber),
        ("1.234,5", NotANumber),
        ("5万万", NotANumber),
        ("5元万", NotANumber),
        ("5$", NotANumber),
        ("٣", NotANumber),
        ("1.234", TooManyDecimals),
        ("1.500", TooManyDecimals),
        ("1.2345678万", TooManyDecimals),
        ("1000000000000", TooLarge),
        ("1亿", NotANumber),
        ("100000000万", TooLarge),
        ("99999999999999999999999999999999999999999999", TooLarge),
        ("-1000000000000", TooLarge),
    ] {
        assert_eq!(Money::parse(typed), Err(mistake), "{typed}");
    }
}

#[test]
fn amounts_are_shown_in_yuan_and_wan() {
    for (fen, yuan, wan) in [
        (0, "0.00", "0.00"),
        (5, "0.05", "0.00"),
        (-5, "-0.05", "0.00"),
        (100, "1.00", "0.00"),
        (4_999, "49.99", "0.00"),
        (5_000, "50.00", "0.01"),
        (-5_000, "-50.00", "-0.01"),
        (99_999, "999.99", "0.10"),
        (100_000, "1,000.00", "0.10"),
        (1_234_560, "12,345.60", "1.23"),
        (1_235_000, "12,350.00", "1.24"),
        (123_456_789_012, "1,234,567,890.12", "123,456.79"),
        (i64::MIN, "-92,233,720,368,547,758.08", "-9,223,372,036,854.78"),
    ] {
        assert_eq!(Money(fen).yuan(), yuan);
        assert_eq!(Money(fen).to_string(), yuan);
        assert_eq!(Money(fen).wan(), wan);
    }
    assert_eq!(format!("{:>8}", Money(100)), "    1.00");
}

#[test]
fn amounts_are_written_in_capitals() {
    for (fen, capitals) in [
        (0, "零元整"),
        (1, "壹分"),
        (5, "伍分"),
        (10, "壹角整"),
        (50, "伍角整"),
        (99, "玖角玖分"),
        (100, "壹元整"),
        (101, "壹元零壹分"),
        (110, "壹元壹角整"),
        (1_000, "壹拾元整"),
        (1_100, "壹拾壹元整"),
        (2_005, "贰拾元零伍分"),
        (10_000, "壹佰元整"),
        (10_100, "壹佰零壹元整"),
        (11_000, "壹佰壹拾元整"),
        (100_500, "壹仟零伍元整"),
        (100_530, "壹仟零伍元叁角整"),
        (101_000, "壹仟零壹拾元整"),
        (110_000, "壹仟壹佰元整"),
        // The examples of the regulation's annex.
        (140_950, "壹仟肆佰零玖元伍角整"),
        (600_714, "陆仟零柒元壹角肆分"),
        (168_032, "壹仟陆佰捌拾元叁角贰分"),
        (10_700_053, "壹拾万柒仟元伍角叁分"),
        (1_640_902, "壹万陆仟肆佰零玖元零贰分"),
        (32_504, "叁佰贰拾伍元零肆分"),
        (1_234_560, "壹万贰仟叁佰肆拾伍元陆角整"),
        (1_000_000, "壹万元整"),
        (1_000_100, "壹万零壹元整"),
        (1_010_000, "壹万零壹佰元整"),
        (1_010_101, "壹万零壹佰零壹元零壹分"),
        (11_000_000, "壹拾壹万元整"),
        (10_001_000, "壹拾万零壹拾元整"),
        (100_000_000, "壹佰万元整"),
        (1_000_000_101, "壹仟万零壹元零壹分"),
        (1_000_100_000, "壹仟万壹仟元整"),
        (1_005_000_000, "壹仟零伍万元整"),
        (10_000_000_000, "壹亿元整"),
        (10_000_000_100, "壹亿零壹元整"),
        (10_000_100_000, "壹亿零壹仟元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (10_001_000_100, "壹亿零壹万零壹元整"),
        (11_000_000_000, "壹亿壹仟万元整"),
        (100_000_000_000, "壹拾亿元整"),
        (99_999_999_999_999, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
        (-100, "负壹元整"),
        (-5, "负伍分"),
    ] {
        assert_eq!(Money(fen).daxie(), capitals, "{}", Money(fen));
    }
}

#[test]
fn sums_and_shares_say_when_they_cannot() {
    let amounts = [Money(1), Money(-3), Money(10)];
    assert_eq!(Money::total(amounts), Some(Money(8)));
    assert_eq!(Money::total([]), Some(Money::ZERO));
    assert_eq!(Money::total([Money(i64::MAX), Money(1)]), None);
    assert_eq!(Money(3).checked_sub(Money(5)), Some(Money(-2)));
    assert_eq!(Money(i64::MIN).checked_sub(Money(1)), None);
    for (part, whole, points) in [
        (0, 5, Some(0)),
        (5, 5, Some(10_000)),
        (1, 3, Some(3_333)),
        (2, 3, Some(6_666)),
        (99_999_999, 100_000_000, Some(9_999)),
        (15, 10, Some(15_000)),
        (-1, 3, Some(-3_334)),
        (1, 0, None),
        (1, -1, None),
        (i64::MAX, i64::MAX, Some(10_000)),
        (i64::MIN, i64::MAX, Some(-10_001)),
        (i64::MAX, 1, None),
    ] {
        assert_eq!(share(part, whole), points, "{part} of {whole}");
    }
}

/// The amount that `capitals` says, read by a way of its own.
fn read_capitals(capitals: &str) -> i128 {
    let (minus, rest) = capitals.strip_prefix('负').map_or((1, capitals), |rest| (-1, rest));
    let (mut total, mut below_yi, mut section, mut digit) = (0, 0, 0, 0);
    for character in rest.chars() {
        match character {
            '零' | '整' => {}
            '拾' => section += std::mem::take(&mut digit) * 10,
            '佰' => section += std::mem::take(&mut digit) * 100,
            '仟' => section += std::mem::take(&mut digit) * 1_000,
            '万' => below_yi += (std::mem::take(&mut section) + std::mem::take(&mut digit)) * 10_000,
            '亿' => {
                let upper = std::mem::take(&mut section) + std::mem::take(&mut digit);
                total = (total + std::mem::take(&mut below_yi) + upper) * 100_000_000;
            }
            '元' => {
                let lower = std::mem::take(&mut section) + std::mem::take(&mut digit);
                total = (total + std::mem::take(&mut below_yi) + lower) * 100;
            }
            '角' => total += std::mem::take(&mut digit) * 10,
            '分' => total += std::mem::take(&mut digit),
            capital => digit = "零壹贰叁肆伍陆柒捌玖".chars().position(|c| c == capital).unwrap() as i128,
        }
    }
    total * minus
}

proptest! {
    #[test]
    fn what_is_shown_can_be_typed(fen in -Money::LIMIT.0..=Money::LIMIT.0) {
        prop_assert_eq!(Money::parse_signed(&Money(fen).yuan()), Ok(Money(fen)));
        let typed = format!("￥{}元", Money(fen));
        prop_assert_eq!(Money::parse_signed(&typed), Ok(Money(fen)));
    }

    #[test]
    fn capitals_say_the_amount(fen: i64, sparse in prop::collection::vec(0u32..18, 0..4)) {
        // Mostly zeros, where the rules about 零 are.
        let sparse = sparse.into_iter().map(|place| 10i64.pow(place)).sum();
        for fen in [fen, fen % 100_000_000, sparse] {
            let capitals = Money(fen).daxie();
            prop_assert_eq!(read_capitals(&capitals), i128::from(fen), "{}", capitals);
            prop_assert!(!capitals.contains("零零"), "{}", capitals);
        }
    }

    #[test]
    fn nothing_that_is_typed_breaks_it(text in "[-0-9０-９.,，．。 ¥￥万元eE+]{0,40}", any in ".*") {
        for text in [text, any] {
            if let Ok(money) = Money::parse_signed(&text) {
                prop_assert!(money.0.abs() <= Money::LIMIT.0);
            }
        }
    }
}
