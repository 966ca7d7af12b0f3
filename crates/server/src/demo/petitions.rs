//! The demo's petitions: invented matters in all states, handled by the demo's people as they would
//! be at the desk.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use portal_core::{
    Actor, App, Ctx, Fault, Grant, OrNotFound as _, Outcome, Person, Role, SiteId, lang::local_day,
    people,
};
use portal_petitions::petition::{
    Channel, PetitionId, PetitionKind,
    accept::{self, NewPetition},
    case::{AnswerKind, DraftState},
    deeds::{Deed, Desk},
    queries::{self, save::Text},
    sender::SenderData,
    templates::{self, TemplateKind},
};

mod answered;

/// A petition of the demo: days since it came in, kind, field, place, title, text.
type Row = (i64, PetitionKind, &'static str, &'static str, &'static str, &'static str);

use PetitionKind::{Proposal, Question, Reflection};

const PETITIONS: [Row; 9] = [
    (
        1,
        Reflection,
        "environment",
        "Khu phố 3, phường Đông Giang",
        "Điểm tập kết rác cạnh trường mầm non bốc mùi",
        "Điểm tập kết rác ở cuối đường cạnh trường mầm non nhiều ngày không được thu gom hết. \
         Mùi hôi vào lớp học, các cháu phải đóng kín cửa.\n\nĐề nghị chuyển điểm tập kết ra xa trường \
         và tăng số chuyến thu gom.",
    ),
    (
        3,
        Question,
        "land",
        "Xã Cam Tuyền",
        "Thời hạn cấp lại giấy chứng nhận quyền sử dụng đất bị hỏng do lũ",
        "Giấy chứng nhận của gia đình tôi bị nước lũ làm nhòe hết chữ. Tôi xin hỏi thủ tục cấp lại \
         cần giấy tờ gì và bao nhiêu ngày thì có.",
    ),
    (
        6,
        Reflection,
        "health",
        "Thành phố Đông Hà",
        "Chờ lâu ở khu khám bảo hiểm y tế buổi sáng thứ Hai",
        "Sáng thứ Hai hằng tuần khu khám bảo hiểm rất đông, có hôm 10 giờ mới đến lượt dù đến từ \
         6 giờ. Bảng gọi số hỏng, người già không biết đến lượt mình.",
    ),
    (
        12,
        Question,
        "health",
        "Xã Hướng Phùng",
        "Lịch tiêm chủng mở rộng ở các xã vùng cao cuối năm",
        "Xin cho biết lịch tiêm chủng mở rộng tháng 12 ở các xã vùng cao, trạm y tế có đến tận bản \
         không hay phải ra trung tâm xã.",
    ),
    (
        14,
        Proposal,
        "health",
        "Huyện Đakrông",
        "Đề nghị bổ sung thuốc huyết áp cho trạm y tế xã",
        "Trạm y tế xã thường hết thuốc huyết áp vào cuối tháng. Đề nghị phân bổ theo số người bệnh \
         đang quản lý, không theo số dân.",
    ),
    (
        30,
        Reflection,
        "transport",
        "Quốc lộ 9, đoạn qua Đakrông",
        "Ổ gà sâu ở khúc cua gây nguy hiểm cho xe máy",
        "Khúc cua gần cầu có ổ gà sâu, trời mưa đọng nước không thấy. Tuần trước đã có hai người ngã.",
    ),
    (
        32,
        Question,
        "health",
        "Thị xã Quảng Trị",
        "Trẻ dưới 6 tuổi khám trái tuyến có được hưởng bảo hiểm y tế",
        "Con tôi 4 tuổi, khám ở bệnh viện tỉnh không qua tuyến dưới thì mức hưởng bảo hiểm thế nào?",
    ),
    (
        9,
        Question,
        "finance",
        "Phường Đông Lương",
        "Hỏi về khoản vay tại ngân hàng thương mại",
        "Ngân hàng tính lãi phạt trả trước hạn như vậy có đúng không, cơ quan nào giải quyết?",
    ),
    (
        5,
        Reflection,
        "environment",
        "Khu phố 3, phường Đông Giang",
        "Rác cạnh trường mầm non không được thu gom",
        "Rác để cạnh trường mầm non nhiều ngày, đề nghị thu gom.",
    ),
];

/// Invented senders.
const SENDERS: [(&str, &str, &str); 3] = [
    ("Nguyễn Thị Minh Họa", "Khu phố 3, phường Đông Giang", "0900 000 101"),
    ("Hồ Văn Thí Dụ", "Thôn Ba, xã Hướng Phùng", "0900 000 102"),
    ("Lê Thị Giả Định", "Xã Cam Tuyền", "0900 000 103"),
];

/// Fills the desks of petitions, unless there is something in them.
pub(super) async fn load(app: &App) -> Outcome<()> {
    let Some(ctx) = Ctx::system_of_province(app) else { return Ok(()) };
    let conn = app.db().platform().await?;
    let narrow = queries::list::Narrow::default();
    if queries::list::count(&conn, ctx.site.id, &narrow).await? > 0 {
        return Ok(());
    }
    drop(conn);
    let demo = Demo { app, ctx };
    let mut ids = Vec::new();
    for (place, row) in PETITIONS.iter().enumerate() {
        ids.push(demo.send(row, place).await?);
    }
    let [_, _, waits, notice, answers, kept, told, outside, same] = ids[..] else {
        return Err(Fault::Malformed("demo"));
    };
    let (province, officer, head) = ("kiennghi.tinh", "kiennghi.soyte", "thutruong.soyte");
    demo.templates().await?;
    demo.act(province, waits, 5, &demo.forward("soyte")?).await?;
    demo.act(province, notice, 11, &demo.forward("soyte")?).await?;
    demo.act(officer, notice, 10, &Deed::Accept).await?;
    demo.write(officer, notice, 4, AnswerKind::Progress, &demo.progress(), true).await?;
    demo.act(province, answers, 12, &demo.forward("soyte")?).await?;
    demo.act(officer, answers, 11, &Deed::Accept).await?;
    demo.write(officer, answers, 2, AnswerKind::Answer, &medicine(), true).await?;
    demo.act(province, kept, 28, &Deed::Register).await?;
    demo.act(province, told, 31, &demo.forward("soyte")?).await?;
    demo.act(officer, told, 30, &Deed::Accept).await?;
    demo.write(officer, told, 25, AnswerKind::Answer, &children(), true).await?;
    demo.approve(head, told, 24).await?;
    let text = "Việc tính lãi, phạt trả trước hạn theo hợp đồng tín dụng do Ngân hàng Nhà nước Việt \
                Nam chi nhánh Khu vực giải quyết. Đề nghị ông/bà gửi đơn trực tiếp hoặc qua bưu điện \
                kèm bản sao hợp đồng.";
    demo.act(province, outside, 8, &Deed::Outside { text: text.into() }).await?;
    answered::load(&demo).await?;
    let into = ids.first().copied().or_not_found()?;
    demo.merge_older(province, into, same).await
}

struct Demo<'a> {
    app: &'a App,
    ctx: Ctx,
}

impl Demo<'_> {
    /// A morning some days ago, or now where it is today.
    fn ago(&self, days: i64) -> DateTime<Utc> {
        let day = local_day(self.ctx.now - TimeDelta::days(days));
        (portal_core::calendar::start_of(day) + TimeDelta::hours(9)).min(self.ctx.now)
    }

    /// Somebody of the demo at their own site, some days ago.
    async fn somebody(&self, login: &str, days: i64) -> Outcome<Ctx> {
        let (code, role) = match login {
            "kiennghi.tinh" => ("quangtri", Role::PetitionOfficer),
            "kiennghi.soyte" => ("soyte", Role::PetitionOfficer),
            _ => ("soyte", Role::Head),
        };
        let site = self.app.sites.now().by_code(code).cloned().or_not_found()?;
        let conn = self.app.db().platform().await?;
        let row = people::by_login(&conn, login).await?.or_not_found()?;
        let person = Person {
            id: portal_core::PersonId(row.id),
            name: row.name,
            login: row.login,
            grants: vec![Grant::whole(site.id, role)],
            last: None,
        };
        let mut ctx = self.ctx.on(site);
        ctx.actor = Actor::Person(Arc::new(person));
        ctx.now = self.ago(days);
        Ok(ctx)
    }

    async fn send(&self, row: &Row, place: usize) -> Outcome<PetitionId> {
        let (days, kind, field, where_, title, body) = *row;
        let (name, address, phone) =
            SENDERS.get(place % SENDERS.len()).copied().unwrap_or(("", "", ""));
        let mut ctx = self.ctx.clone();
        ctx.now = self.ago(days);
        let new = NewPetition {
            kind,
            channel: Channel::Web,
            field: field.into(),
            place: where_.into(),
            title: title.into(),
            body: body.into(),
            sender: SenderData {
                name: name.into(),
                address: address.into(),
                phone: phone.into(),
                email: String::new(),
                organisation: String::new(),
            },
            name_shown: false,
            confidential: false,
            proved: place % 3 != 1,
            received_at: ctx.now,
            entered_by: None,
            files: Vec::new(),
        };
        let mut tx = self.app.begin(&ctx).await?;
        let accepted = accept::accept(self.app, &ctx, &mut tx, new).await?;
        tx.commit().await?;
        Ok(accepted.id)
    }

    fn forward(&self, code: &str) -> Outcome<Deed> {
        let to: SiteId = self.app.sites.now().by_code(code).map(|site| site.id).or_not_found()?;
        let note = "Đề nghị đơn vị kiểm tra, trả lời người gửi và công khai trên Cổng.".to_owned();
        Ok(Deed::Forward { to, joint: Vec::new(), note })
    }

    async fn act(&self, login: &str, id: PetitionId, days: i64, deed: &Deed) -> Outcome<()> {
        let ctx = self.somebody(login, days).await?;
        let mut tx = self.app.begin(&ctx).await?;
        let whole = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
        let case = queries::case(&tx, ctx.site.id, &whole).await?;
        let mut desk = Desk { app: self.app, ctx: &ctx, tx: &mut tx, whole: &whole, case: &case };
        desk.carry_out(deed).await?;
        tx.commit().await
    }

    async fn write(
        &self,
        login: &str,
        id: PetitionId,
        days: i64,
        kind: AnswerKind,
        text: &Text,
        submit: bool,
    ) -> Outcome<()> {
        let ctx = self.somebody(login, days).await?;
        let mut tx = self.app.begin(&ctx).await?;
        let whole = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
        let case = queries::case(&tx, ctx.site.id, &whole).await?;
        let mut desk = Desk { app: self.app, ctx: &ctx, tx: &mut tx, whole: &whole, case: &case };
        desk.write(kind, text, submit).await?;
        tx.commit().await
    }

    async fn approve(&self, login: &str, id: PetitionId, days: i64) -> Outcome<()> {
        let ctx = self.somebody(login, days).await?;
        let mut tx = self.app.begin(&ctx).await?;
        let whole = queries::lock(&tx, ctx.site.id, id).await?.or_not_found()?;
        let case = queries::case(&tx, ctx.site.id, &whole).await?;
        let answers = queries::answers(&tx, id).await?;
        let waiting = answers.iter().find(|answer| answer.state() == DraftState::Submitted);
        let waiting = waiting.cloned().or_not_found()?;
        let mut desk = Desk { app: self.app, ctx: &ctx, tx: &mut tx, whole: &whole, case: &case };
        desk.send(&waiting).await?;
        tx.commit().await
    }

    /// Merges the later of two into the earlier.
    async fn merge_older(&self, login: &str, one: PetitionId, other: PetitionId) -> Outcome<()> {
        let ctx = self.somebody(login, 0).await?;
        let conn = self.app.db().site(ctx.site.id).await?;
        let older = queries::look(&conn, ctx.site.id, other).await?.or_not_found()?;
        drop(conn);
        let deed = Deed::Merge { into: older.id(), code: older.sent.code };
        self.act(login, one, 0, &deed).await
    }

    fn progress(&self) -> Text {
        let on: NaiveDate = local_day(self.ctx.now + TimeDelta::days(10));
        Text {
            text: "Sở Y tế đang tổng hợp lịch tiêm chủng tháng 12 của các trạm y tế xã vùng cao; \
                   lịch sẽ có sau khi nhận đủ vắc xin."
                .into(),
            promised_on: Some(on),
            ..Text::default()
        }
    }

    async fn templates(&self) -> Outcome<()> {
        const READY: [(TemplateKind, &str, &str); 2] = [
            (
                TemplateKind::Answer,
                "Mở đầu trả lời",
                "{đơn vị} nhận được kiến nghị “{tiêu đề}” (mã {mã}) ngày {ngày nhận}. Sau khi kiểm \
                 tra, {đơn vị} trả lời như sau:\n\n",
            ),
            (
                TemplateKind::Progress,
                "Chờ kiểm tra thực tế",
                "{đơn vị} đã nhận kiến nghị “{tiêu đề}” và đang kiểm tra thực tế. {đơn vị} sẽ trả \
                 lời ngay khi có kết quả.",
            ),
        ];
        let ctx = self.somebody("kiennghi.soyte", 20).await?;
        let mut tx = self.app.begin(&ctx).await?;
        for (kind, title, text) in READY {
            let by = (ctx.actor.id(), ctx.now);
            templates::put(&tx, ctx.site.id, (kind, title, text), by).await?;
        }
        tx.untold();
        tx.commit().await
    }
}

fn medicine() -> Text {
    Text {
        text: "Sở Y tế tiếp thu kiến nghị của ông/bà. Từ quý I năm sau, thuốc huyết áp được phân bổ \
               theo số người bệnh đang quản lý tại trạm; trong tháng này Sở đã cấp bổ sung cho các \
               trạm thiếu thuốc."
            .into(),
        public: Some((
            "Bổ sung thuốc huyết áp cho trạm y tế xã".into(),
            "Trạm y tế xã thường hết thuốc huyết áp vào cuối tháng. Đề nghị phân bổ theo số người \
             bệnh đang quản lý."
                .into(),
            "Từ quý I năm sau, thuốc huyết áp được phân bổ theo số người bệnh đang quản lý tại trạm; \
             trong tháng này Sở Y tế đã cấp bổ sung cho các trạm thiếu thuốc."
                .into(),
        )),
        ..Text::default()
    }
}

fn children() -> Text {
    Text {
        text: "Trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế và được hưởng theo quy định của Luật Bảo \
               hiểm y tế. Khi đến khám, ông/bà mang theo thẻ bảo hiểm y tế hoặc giấy khai sinh của cháu."
            .into(),
        public: Some((
            "Khám bệnh của trẻ em dưới 6 tuổi có thẻ bảo hiểm y tế".into(),
            "Trẻ 4 tuổi khám ở bệnh viện tỉnh không qua tuyến dưới thì mức hưởng bảo hiểm thế nào?"
                .into(),
            "Trẻ em dưới 6 tuổi được cấp thẻ bảo hiểm y tế và được hưởng theo quy định của Luật Bảo \
             hiểm y tế. Khi đến khám, gia đình mang theo thẻ bảo hiểm y tế hoặc giấy khai sinh."
                .into(),
        )),
        ..Text::default()
    }
}
