//! The tables of `docs/guessing.md`, row by row, computed again.
#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "tests")]

use warifu_core::Digits;
use warifu_otp::{Campaign, GuessBudget, Guessing, HonestErrors, Policy, Rules, WrongCodeRate};

const GUESSING: &str = include_str!("../../../docs/guessing.md");
const MINUTES_A_YEAR: u32 = 525_600;

/// The rows of the one table under `heading`, without its head.
fn table(heading: &str) -> Vec<Vec<String>> {
    let section = GUESSING.split(&format!("\n## {heading}\n")).nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|c| c.trim().into()).collect();
    section.lines().filter(|line| line.starts_with("| ")).skip(1).map(cells).collect()
}

/// Each row begins with this many cells that are given; the others have to be what is computed from them.
fn compare(heading: &str, given: usize, rows: usize, computed: impl Fn(&[String]) -> Vec<String>) {
    let table = table(heading);
    assert_eq!(table.len(), rows, "{heading}");
    for row in table {
        let (given, figures) = row.split_at(given);
        assert_eq!(figures, computed(given), "{heading}: {given:?}");
    }
}

fn number(cell: &str) -> u32 {
    cell.replace(',', "").parse().unwrap()
}

/// Three digits that mean something.
fn figure(value: f64) -> String {
    let mut decimals = 2;
    let mut scaled = value;
    while scaled < 0.9995 {
        (scaled, decimals) = (scaled * 10.0, decimals + 1);
    }
    while scaled >= 9.995 && decimals > 0 {
        (scaled, decimals) = (scaled / 10.0, decimals - 1);
    }
    format!("{value:.decimals$}")
}

fn percent(probability: f64) -> String {
    let percent =
        if probability > 0.999 { "over 99.9".to_owned() } else { figure(probability * 100.0) };
    format!("{percent} %")
}

fn challenges(digits: Digits) -> GuessBudget {
    GuessBudget::from_challenges(&Guessing::with_digits(digits))
}

/// How many codes are right at once, and the budget.
fn budget(name: &str) -> (u32, GuessBudget) {
    fn of<R: Rules>(policy: &Policy<R>) -> (u32, GuessBudget) {
        (policy.rules().most_codes(), policy.budget())
    }
    match name {
        "8-digit number" => (1, challenges(Digits::EIGHT)),
        "6-digit number" => (1, challenges(Digits::SIX)),
        "`Policy::TIME_6_DIGITS`" => of(&Policy::TIME_6_DIGITS),
        "`Policy::TIME_8_DIGITS`" => of(&Policy::TIME_8_DIGITS),
        "`Policy::COUNTER_6_DIGITS`" => of(&Policy::COUNTER_6_DIGITS),
        "`Policy::COUNTER_8_DIGITS`" => of(&Policy::COUNTER_8_DIGITS),
        other => panic!("{other}"),
    }
}

fn rate(customers: u32) -> WrongCodeRate {
    let honest =
        HonestErrors { customers, codes_a_year: 120, wrong_in_a_thousand: 20, busiest: 10 };
    WrongCodeRate::from_honest(honest).unwrap()
}

#[test]
fn many_customers() {
    compare("Many customers", 3, 12, |given| {
        let (codes, budget) = budget(&given[0]);
        let campaign = Campaign {
            customers: number(&given[1]),
            guesses_each: u16::try_from(number(&given[2])).unwrap(),
        };
        let successes = budget.across(campaign);
        vec![codes.to_string(), percent(successes.at_least_one), figure(successes.expected)]
    });
}

#[test]
fn the_bound() {
    compare("The bank-wide rate", 1, 4, |given| {
        let rate = rate(number(&given[0]));
        let honest = rate.honest();
        let minutes = [honest.per_average_minute(), honest.per_busiest_minute()];
        let [average, busiest] = minutes.map(figure);
        vec![average, busiest, rate.bound().to_string()]
    });
}

#[test]
fn below_the_bound() {
    compare("A campaign below the bound", 1, 4, |given| {
        let customers = number(&given[0]);
        let (rate, round) = (rate(customers), Campaign::one_guess_each(customers));
        let numbers = rate.unnoticed(&challenges(Digits::EIGHT), round);
        let passwords = rate.unnoticed(&Policy::TIME_6_DIGITS.budget(), round);
        let rounds = MINUTES_A_YEAR / numbers.minutes;
        let year = Campaign { customers, guesses_each: u16::try_from(rounds).unwrap() };
        vec![
            figure(f64::from(numbers.minutes) / (24.0 * 60.0)),
            percent(numbers.successes.at_least_one),
            figure(passwords.successes.expected),
            rounds.to_string(),
            percent(challenges(Digits::EIGHT).across(year).at_least_one),
            figure(Policy::TIME_6_DIGITS.budget().across(year).expected),
        ]
    });
}
