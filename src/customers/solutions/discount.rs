//! How much less than by the list something costs, in hundredths of a percent, as the directive's limit is stated.
//!
//! A share that does not come out even is rounded up, to the larger discount: so that a figure within a limit means a price within
//! it, exactly, and nothing a fen beyond the limit ever shows as being inside.

/// The discount of a price against the list price, both in fen; negative where more than by the list is asked. None without a list
/// price.
pub fn discount(list_fen: i64, price_fen: i64) -> Option<i64> {
    if list_fen <= 0 {
        return None;
    }
    let less = (i128::from(list_fen) - i128::from(price_fen)) * 10_000;
    let rounded_up = -(-less).div_euclid(i128::from(list_fen));
    i64::try_from(rounded_up).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_discount_is_what_the_table_says() {
        for (list, price, expected) in [
            (10_000_000, 9_500_000, Some(500)),
            (10_000_000, 9_499_999, Some(501)),
            (10_000_000, 9_500_001, Some(500)),
            (10_000_000, 10_000_000, Some(0)),
            (10_000_000, 10_000_001, Some(0)),
            (10_000_000, 11_000_000, Some(-1_000)),
            (3, 2, Some(3_334)),
            (1, 0, Some(10_000)),
            (0, 0, None),
            (i64::MAX, 0, Some(10_000)),
        ] {
            assert_eq!(discount(list, price), expected, "{price} of {list}");
        }
    }

    proptest! {
        #[test]
        fn a_figure_within_a_limit_is_a_price_within_it_and_the_other_way_round(
            list in 1_i64..99_999_999_999_999,
            price in 0_i64..99_999_999_999_999,
            limit in 0_i64..10_000,
        ) {
            let within = (i128::from(list) - i128::from(price)) * 10_000 <= i128::from(limit) * i128::from(list);
            prop_assert_eq!(discount(list, price).is_some_and(|it| it <= limit), within);
        }
    }
}
