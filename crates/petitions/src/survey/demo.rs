//! Surveys of the demo: one that is open, a poll, one that is over with its results.

use chrono::TimeDelta;
use portal_core::{App, Ctx, Outcome, lang::local_day};

use super::{
    ResultsShown, SurveyKind, SurveyState,
    answer::{Answer, Answers},
    ballots,
    facts::SurveyApproved,
    queries::{self, Settings},
    question::{Question, QuestionKind, choice},
    settings::morning,
};

/// Puts surveys on a site that has none.
///
/// # Errors
/// A database that goes away.
pub async fn load(app: &App, ctx: &Ctx) -> Outcome<()> {
    let mut tx = app.begin(ctx).await?;
    if !queries::all(&tx, ctx.site.id).await?.is_empty() {
        return tx.roll_back().await;
    }
    for (new, questions, ballots) in [over(ctx), open(ctx), poll(ctx)] {
        let survey = queries::insert(&tx, ctx.site.id, &new, &questions, None).await?;
        queries::set_state(&tx, ctx.site.id, survey.id, SurveyState::Approved, "").await?;
        for number in 0..ballots {
            let answers = answered(&questions, number);
            ballots::insert_answers(&tx, ctx.site.id, survey.id, &answers, local_day(ctx.now))
                .await?;
        }
        tx.tell(SurveyApproved::of(&survey)).await?;
    }
    tx.commit().await
}

/// A ballot that looks like one of many.
fn answered(questions: &[Question], number: usize) -> Answers {
    let of = |question: &Question| {
        let id = usize::try_from(question.id).unwrap_or(0);
        let turn = number * 7 + id * 3 + number / 4;
        let mark = 5 - (turn % 11) / 4;
        Some(match question.kind {
            QuestionKind::One => Answer::One((turn % 5) * turn % question.options.len().max(1)),
            QuestionKind::Many => Answer::Many(vec![turn % question.options.len().max(1)]),
            QuestionKind::Scale => Answer::Scale(mark),
            QuestionKind::Grid => {
                let rows = 0..question.items.len();
                Answer::Grid(rows.map(|row| Some(5 - (turn + row * 2) % 9 / 3)).collect())
            }
            QuestionKind::Short | QuestionKind::Long | QuestionKind::Number => return None,
        })
    };
    questions.iter().filter_map(|question| Some((question.id, of(question)?))).collect()
}

type Part = (Settings, Vec<Question>, usize);

fn settings(ctx: &Ctx, kind: SurveyKind, title: &str, intro: &str, days: (i64, i64)) -> Settings {
    let at = |days: i64| morning(ctx.now + TimeDelta::days(days));
    Settings {
        kind,
        language: ctx.site.default_language().code().to_owned(),
        title: title.into(),
        intro: intro.into(),
        opens_at: at(days.0),
        closes_at: at(days.1),
        results: if kind == SurveyKind::Poll { ResultsShown::During } else { ResultsShown::After },
        keep_days: 90,
    }
}

fn over(ctx: &Ctx) -> Part {
    let intro = "Khảo sát ý kiến người dân sau sáu tháng tiếp nhận hồ sơ theo lịch hẹn.";
    let title = "Bạn đánh giá thế nào về việc nộp hồ sơ theo lịch hẹn?";
    let marks = Question {
        text: "Cho điểm từng khâu".into(),
        items: ["Đặt lịch", "Thái độ tiếp đón", "Thời gian chờ", "Trả kết quả"]
            .map(Into::into)
            .to_vec(),
        required: true,
        ..Question::empty(2, QuestionKind::Grid)
    };
    let questions = vec![
        choice(
            1,
            QuestionKind::One,
            "Bạn đặt lịch bằng cách nào?",
            &["Trên cổng", "Gọi điện thoại", "Đến tận nơi", "Nhờ người khác"],
        ),
        marks,
        Question {
            text: "Nhìn chung, bạn hài lòng tới đâu?".into(),
            required: true,
            ..Question::empty(3, QuestionKind::Scale)
        },
    ];
    (settings(ctx, SurveyKind::Survey, title, intro, (-45, -15)), questions, 64)
}

fn open(ctx: &Ctx) -> Part {
    let intro = "Ý kiến của bạn giúp chọn giờ làm việc thuận tiện cho người đi làm và bà con ở xa. Trả lời mất khoảng hai phút.";
    let title = "Lấy ý kiến về việc tiếp nhận hồ sơ vào sáng thứ Bảy";
    let questions = vec![
        Question {
            section: "Về bạn".into(),
            ..choice(
                1,
                QuestionKind::One,
                "Bạn thường đến làm thủ tục vào lúc nào?",
                &[
                    "Giờ hành chính",
                    "Giờ nghỉ trưa",
                    "Cuối giờ chiều",
                    "Chưa từng đến, chỉ nộp trực tuyến",
                ],
            )
        },
        Question {
            section: "Về đề xuất".into(),
            most: Some(2),
            help: "Chọn nhiều nhất hai việc.".into(),
            ..choice(
                2,
                QuestionKind::Many,
                "Nếu làm việc sáng thứ Bảy, nên ưu tiên việc gì?",
                &["Hộ tịch, chứng thực", "Đất đai", "Đăng ký kinh doanh", "Y tế, bảo hiểm"],
            )
        },
        Question {
            text: "Việc này cần thiết tới đâu với bạn?".into(),
            low: "Không cần".into(),
            high: "Rất cần".into(),
            required: true,
            ..Question::empty(3, QuestionKind::Scale)
        },
        Question {
            text: "Bạn có góp ý gì thêm?".into(),
            new_page: true,
            help: "Không ghi thông tin cá nhân.".into(),
            ..Question::empty(4, QuestionKind::Long)
        },
    ];
    (settings(ctx, SurveyKind::Survey, title, intro, (-3, 18)), questions, 12)
}

fn poll(ctx: &Ctx) -> Part {
    let title = "Bạn hay đọc tin của cơ quan ở đâu?";
    let question = choice(
        1,
        QuestionKind::One,
        title,
        &[
            "Trang thông tin điện tử",
            "Zalo của cơ quan",
            "Loa truyền thanh",
            "Báo, đài của tỉnh",
            "Người quen kể lại",
        ],
    );
    (settings(ctx, SurveyKind::Poll, title, "", (-5, 25)), vec![question], 41)
}
