use anyhow::{Context, Result, ensure};
use serde_json::json;
use warifu_core::{Seconds, TokenCode};
use warifu_lifecycle::camera_serial;
use warifu_lifecycle::device::{Button, DeviceState, Expecting, PlainScreen};

use super::{Story, sealed_inputs};

/// Chapter 2: the camera token, as in the manual: BLGI022, 12 digits, BLGI023, 8 digits.
pub(super) fn register(story: &mut Story) -> Result<()> {
    story.narrator.chapter("Registering the camera token", "カメラ付トークンの利用開始登録")?;
    story.narrator.say(
        "The customer logs in. The bank's page BLGI022 shows a picture.",
        "ログインすると BLGI022 に二次元コードが表示されます。",
    )?;
    let first = story.bank.start_registration(&story.customer, story.now)?;
    let picture = story.show_picture("registration", &first)?;
    story.narrator.say(
        "The customer holds the centre button for two seconds.",
        "中央ボタンを2秒間長押しします。",
    )?;
    story.power()?;
    story.expect_state(DeviceState::Plain(PlainScreen::NotActivated))?;
    story.narrator.say(
        "Continue, and the camera over the picture:",
        "右ボタンを押し、二次元コードを読み取ります。",
    )?;
    story.press(Button::Right)?;
    story.scan(&picture)?;
    story.activation_counter =
        story.activation_counter.checked_add(1).context("too many registrations")?;
    story.expect_state(DeviceState::DeviceCode)?;
    let code = story.digits()?;
    let mut inputs = sealed_inputs(&picture, &first, &code);
    merge(&mut inputs, json!({ "activation_counter": story.activation_counter }));
    story.note("registration", "accepted", inputs);

    story.narrator.say(
        "The customer types the serial number twice, 10-1234567-4, and the 12 digits; then トークン認証.",
        "シリアル番号 10-1234567-4 を2回と12桁のコードを入力し、「トークン認証」を押します。",
    )?;
    let serial = camera_serial(SERIAL_BOXES, SERIAL_BOXES)?;
    ensure!(serial == story.camera_serial, "the serial number on the back is another one");
    let token_code: TokenCode = "FDT7306594-1".parse()?;
    let second =
        story.bank.recognise_device(&story.customer, &serial, &code, token_code, story.now)?;
    story.narrator.granted(
        "The page BLGI023 shows the second picture.",
        "BLGI023 に二つ目の二次元コードが表示されます。",
    )?;
    let picture = story.show_picture("activation", &second)?;
    story.narrator.say(
        "Done, Yes, Continue, and the camera again:",
        "右ボタンを3回押し、二次元コードを読み取ります。",
    )?;
    for expected in [
        DeviceState::AskDeviceCode,
        DeviceState::ScanActivation,
        DeviceState::Scanning(Expecting::Activation),
    ] {
        story.press(Button::Right)?;
        story.expect_state(expected)?;
    }
    story.scan(&picture)?;
    story.expect_state(DeviceState::ActivationReview { page: 1, pages: 1 })?;
    story.narrator.say(
        "The token shows what it is activated for: the bank, the login ID, the token code. The customer compares all three and presses Confirm. Before that there is no number.",
        "銀行名、ログインID、トークンコードが表示されます。3つとも確認し、Confirm を押します。それまで番号は作られません。",
    )?;
    for expected in ["ﾜﾘﾌｷﾞﾝｺｳ", story.login().as_str(), token_code.as_str()] {
        story.expect_on_screen(expected)?;
    }
    story.press(Button::Right)?;
    story.expect_state(DeviceState::ActivationNumber)?;
    let number = story.digits()?;
    let mut inputs = sealed_inputs(&picture, &second, &number);
    let activation = json!({
        "registration_message": hex::encode(&first),
        "activation_counter": story.activation_counter,
        "token_code": token_code.as_str(),
        "key_epoch": 1,
    });
    merge(&mut inputs, activation);
    story.note("activation", "accepted", inputs);

    story.narrator.say(
        "Done within 90 seconds, Yes within 40:",
        "90秒以内に Done、40秒以内に Yes を押します。",
    )?;
    story.pass(Seconds::new(30))?;
    story.narrator.say(
        "After 15 seconds the screen went dark. Any button lights it, and that press does nothing else.",
        "15秒で画面が暗転したため、いずれかのボタンで再表示します。",
    )?;
    story.press(Button::Right)?;
    story.expect_state(DeviceState::ActivationNumber)?;
    story.press(Button::Right)?;
    story.expect_state(DeviceState::AskActivation)?;
    story.press(Button::Right)?;
    story.expect_state(DeviceState::Plain(PlainScreen::Activated))?;
    story.narrator.say(
        "The customer types the 8 digits, ticks 登録完了 and presses 認証確認.",
        "8桁の番号を入力し、「登録完了」にチェックして「認証確認」を押します。",
    )?;
    story.bank.confirm_activation(&story.customer, &serial, &number, story.now)?;
    story.narrator.granted(
        "The token FDT7306594-1 is registered: 初回認証待ち.",
        "トークン FDT7306594-1 を登録しました (初回認証待ち)。",
    )?;
    story.power()
}

fn merge(inputs: &mut serde_json::Value, mut more: serde_json::Value) {
    if let (Some(inputs), Some(more)) = (inputs.as_object_mut(), more.as_object_mut()) {
        inputs.append(more);
    }
}

const SERIAL_BOXES: [&str; 3] = ["10", "1234567", "4"];
