//! What the demo's consultations say.

/// A consultation of the demo.
pub(super) struct Draft {
    pub title: &'static str,
    pub summary: &'static str,
    pub kind: &'static str,
    pub field: &'static str,
    pub unit: &'static str,
    pub address: &'static str,
    pub contact: &'static str,
    pub author: &'static str,
    pub approver: &'static str,
    /// First and last day, counted from today.
    pub days: (i64, i64),
    pub text: &'static str,
    pub submission: &'static str,
    pub impact: &'static str,
    /// Bodies asked, and whether each has agreed.
    pub bodies: &'static [(&'static str, bool)],
    pub said: &'static [Said],
    /// What became of each opinion, in their order.
    pub answers: &'static [(&'static str, &'static str)],
    /// Number and title of what was issued.
    pub issued: Option<(&'static str, &'static str)>,
}

/// An opinion of the demo.
pub(super) struct Said {
    pub place: &'static str,
    pub name: &'static str,
    pub organisation: bool,
    pub show_name: bool,
    /// Not looked at yet.
    pub waits: bool,
    /// Hours after the opening.
    pub hours: i64,
    pub body: &'static str,
    pub proposal: &'static str,
}

const SAID: Said = Said {
    place: "",
    name: "",
    organisation: false,
    show_name: false,
    waits: false,
    hours: 20,
    body: "",
    proposal: "",
};

const BODIES: &[(&str, bool)] = &[
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", false),
    ("Sở Tư pháp", true),
    ("Sở Tài chính", false),
    ("Hội Nông dân tỉnh", false),
];

/// The drafts of a site.
pub(super) fn of_site(code: &str) -> &'static [Draft] {
    match code {
        "soyte" => &[STATIONS, VACCINES, HEALTH_DATA],
        "quangtri" => &[HOMESTAYS, SQUARE],
        _ => &[],
    }
}

const STATIONS: Draft = Draft {
    title: "Dự thảo Quyết định ban hành Quy định về thời gian hoạt động và trực khám, chữa bệnh của trạm y tế xã, phường trên địa bàn tỉnh Quảng Trị",
    summary: "Quy định giờ làm việc, trực ngoài giờ, trực mùa mưa bão của trạm y tế; liên quan đến người dân các xã, phường và nhân viên y tế cơ sở.",
    kind: "decision",
    field: "Y tế",
    unit: "Sở Y tế tỉnh Quảng Trị",
    address: "Phòng Nghiệp vụ Y, Sở Y tế, thành phố Đông Hà",
    contact: "Bà Trần Thị Hoài Thương (tên minh họa), phòng Nghiệp vụ Y",
    author: "Trần Văn Biên Tập",
    approver: "Lê Thị Kiểm Duyệt",
    days: (-6, 19),
    text: "\
QUYẾT ĐỊNH
Ban hành Quy định về thời gian hoạt động và trực khám, chữa bệnh của trạm y tế xã, phường
Theo đề nghị của Giám đốc Sở Y tế;
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh và đối tượng áp dụng
1. Quy định này quy định về thời gian làm việc, trực ngoài giờ và trực trong thiên tai của trạm y tế xã, phường.
2. Quy định này áp dụng đối với:
a) Trạm y tế xã, phường và điểm trạm trực thuộc;
b) Ủy ban nhân dân xã, phường;
c) Tổ chức, cá nhân có liên quan.
Điều 2. Nguyên tắc thực hiện
1. Bảo đảm luôn có người trực, không để người bệnh phải chờ vì hết giờ làm việc.
2. Thông tin về giờ làm việc, người trực được niêm yết tại trạm và đăng trên trang thông tin điện tử của xã, phường.
Chương II
THỜI GIAN HOẠT ĐỘNG
Điều 3. Thời gian làm việc trong ngày
1. Buổi sáng từ 7 giờ 00 đến 11 giờ 30; buổi chiều từ 13 giờ 30 đến 17 giờ 00, từ thứ Hai đến thứ Sáu.
2. Sáng thứ Bảy từ 7 giờ 30 đến 11 giờ 00 khám, cấp thuốc cho người bệnh mạn tính.
Điều 4. Trực ngoài giờ
1. Ngoài thời gian quy định tại Điều 3, mỗi trạm có ít nhất một nhân viên y tế trực.
2. Xã miền núi, hải đảo có ít nhất hai nhân viên y tế trực, trong đó có một người biết đỡ đẻ.
3. Số điện thoại trực được thông báo trên loa truyền thanh ít nhất một lần mỗi tuần.
Điều 5. Trực trong thiên tai
1. Khi có tin bão khẩn cấp hoặc báo động lũ cấp II trở lên, trạm y tế trực 24 giờ trong ngày.
2. Trạm y tế chuẩn bị cơ số thuốc, vật tư đủ dùng trong ít nhất năm ngày bị chia cắt.
Chương III
TỔ CHỨC THỰC HIỆN
Điều 6. Trách nhiệm của Ủy ban nhân dân xã, phường
1. Bố trí nơi trực, điện, nước, phương tiện liên lạc.
2. Kiểm tra việc thực hiện ít nhất mỗi quý một lần.
Điều 7. Hiệu lực thi hành
Quyết định này có hiệu lực từ ngày 01 tháng 3 năm 2027.
Nơi nhận:
- Như Điều 7;
- Lưu: VT.",
    submission: "TỜ TRÌNH\nVề việc ban hành Quy định về thời gian hoạt động của trạm y tế\n1. Sự cần thiết: giờ trực của các trạm hiện chưa thống nhất; người dân vùng xa khó biết lúc nào có người trực.\n2. Quá trình soạn thảo: Sở Y tế đã khảo sát 40 trạm y tế và lấy ý kiến trung tâm y tế các địa phương.",
    impact: "BÁO CÁO ĐÁNH GIÁ TÁC ĐỘNG\n1. Tác động đối với người dân: giảm thời gian chờ, tăng số lượt khám ngoài giờ.\n2. Tác động đối với ngân sách: tăng chi trực khoảng 8% so với hiện nay.",
    bodies: BODIES,
    said: &[
        Said {
            place: "d3-k2",
            name: "Nguyễn Thị Lệ Thủy",
            show_name: true,
            hours: 26,
            body: "Nên mở đến 11 giờ 30 như ngày thường, vì người ở thôn xa đi chợ xong mới ghé trạm lấy thuốc huyết áp.",
            proposal: "2. Sáng thứ Bảy từ 7 giờ 00 đến 11 giờ 30 khám, cấp thuốc cho người bệnh mạn tính.",
            ..SAID
        },
        Said {
            place: "d4-k2",
            name: "Hội Phụ nữ xã Hướng Phùng",
            organisation: true,
            show_name: true,
            hours: 31,
            body: "Rất cần người biết đỡ đẻ trực ban đêm. Đề nghị bổ sung phương tiện chuyển tuyến cho xã biên giới.",
            ..SAID
        },
        Said {
            place: "d5-k2",
            name: "Hồ Văn Pả",
            hours: 52,
            body: "Năm ngày là ít. Mùa lũ năm trước xã tôi bị chia cắt tám ngày.",
            proposal: "2. Trạm y tế chuẩn bị cơ số thuốc, vật tư đủ dùng trong ít nhất mười ngày bị chia cắt.",
            ..SAID
        },
        Said {
            name: "Lê Quang Định",
            hours: 75,
            waits: true,
            body: "Đề nghị đăng lịch trực hằng tháng lên trang của xã để dân tiện theo dõi.",
            ..SAID
        },
    ],
    answers: &[],
    issued: None,
};

const VACCINES: Draft = Draft {
    title: "Dự thảo Kế hoạch tiêm chủng mở rộng năm 2027 trên địa bàn tỉnh",
    summary: "Số buổi tiêm, điểm tiêm lưu động ở vùng sâu và cách báo lịch tiêm cho gia đình có trẻ nhỏ.",
    kind: "plan",
    field: "Y tế dự phòng",
    unit: "Sở Y tế tỉnh Quảng Trị",
    address: "Phòng Nghiệp vụ Y, Sở Y tế, thành phố Đông Hà",
    contact: "Ông Phan Minh Tuệ (tên minh họa), Trung tâm Kiểm soát bệnh tật",
    author: "Trần Văn Biên Tập",
    approver: "Lê Thị Kiểm Duyệt",
    days: (3, 24),
    text: "\
KẾ HOẠCH
Tiêm chủng mở rộng năm 2027
I. MỤC TIÊU
1. Ít nhất 95% trẻ dưới 1 tuổi được tiêm đầy đủ.
2. Không để vùng trắng về tiêm chủng ở xã miền núi.
II. NHIỆM VỤ
1. Tổ chức ít nhất hai buổi tiêm mỗi tháng tại trạm y tế.
2. Tổ chức điểm tiêm lưu động tại thôn, bản cách trạm trên 10 km.
III. TỔ CHỨC THỰC HIỆN
Sở Y tế chủ trì, phối hợp với Ủy ban nhân dân xã, phường thực hiện.",
    submission: "TỜ TRÌNH\nVề việc ban hành Kế hoạch tiêm chủng mở rộng năm 2027",
    impact: "",
    bodies: &[],
    said: &[],
    answers: &[],
    issued: None,
};

const HEALTH_DATA: Draft = Draft {
    title: "Dự thảo Quy chế khai thác hồ sơ sức khỏe điện tử tại cơ sở y tế công lập",
    summary: "Ai được xem hồ sơ sức khỏe điện tử, trong trường hợp nào, và người dân kiểm tra việc xem hồ sơ của mình ra sao.",
    kind: "regulation",
    field: "Chuyển đổi số",
    unit: "Sở Y tế tỉnh Quảng Trị",
    address: "Văn phòng Sở Y tế, thành phố Đông Hà",
    contact: "Bà Đoàn Thị Mai Khôi (tên minh họa), Văn phòng Sở",
    author: "Trần Văn Biên Tập",
    approver: "Lê Thị Kiểm Duyệt",
    days: (-62, -31),
    text: "\
QUY CHẾ
Khai thác hồ sơ sức khỏe điện tử
Điều 1. Người được xem hồ sơ
1. Người có hồ sơ, cha mẹ hoặc người giám hộ.
2. Người hành nghề đang trực tiếp khám, chữa bệnh cho người có hồ sơ.
Điều 2. Nhật ký xem hồ sơ
1. Mỗi lần xem hồ sơ đều được ghi nhật ký.
2. Người có hồ sơ được xem nhật ký sau 30 ngày.
Điều 3. Trường hợp cấp cứu
Người hành nghề được xem hồ sơ khi cấp cứu và ghi lý do.",
    submission: "TỜ TRÌNH\nVề việc ban hành Quy chế khai thác hồ sơ sức khỏe điện tử",
    impact: "",
    bodies: BODIES,
    said: &[
        Said {
            place: "d2-k2",
            name: "Võ Thị Hà Giang",
            show_name: true,
            hours: 40,
            body: "Chờ 30 ngày là quá lâu, người dân cần biết ngay ai đã xem hồ sơ của mình.",
            proposal: "2. Người có hồ sơ được xem nhật ký ngay trên ứng dụng.",
            ..SAID
        },
        Said {
            place: "d1-k2",
            name: "Bệnh viện đa khoa khu vực",
            organisation: true,
            hours: 90,
            body: "Đề nghị bổ sung điều dưỡng được phân công chăm sóc.",
            ..SAID
        },
        Said {
            place: "d3",
            name: "Trương Công Lý",
            hours: 130,
            body: "Đề nghị bỏ quy định này vì dễ bị lạm dụng.",
            ..SAID
        },
    ],
    answers: &[
        ("accepted", "Khoản 2 Điều 2 được sửa: người có hồ sơ xem được nhật ký trong vòng 24 giờ."),
        ("partly", "Bổ sung điều dưỡng được phân công; không bổ sung nhân viên hành chính."),
        (
            "explained",
            "Cấp cứu không thể chờ người bệnh đồng ý. Việc xem hồ sơ khi cấp cứu phải ghi lý do và được hậu kiểm hằng tháng.",
        ),
    ],
    issued: Some(("1462/QĐ-SYT", "Quyết định ban hành Quy chế khai thác hồ sơ sức khỏe điện tử")),
};

const HOMESTAYS: Draft = Draft {
    title: "Dự thảo Nghị quyết quy định chính sách hỗ trợ phát triển điểm du lịch cộng đồng trên địa bàn tỉnh giai đoạn 2027 - 2030",
    summary: "Mức hỗ trợ cho hộ gia đình làm nhà lưu trú, tập huấn, cải tạo cảnh quan ở các bản làng có khách du lịch.",
    kind: "resolution",
    field: "Văn hóa, du lịch",
    unit: "Ủy ban nhân dân tỉnh (Sở Văn hóa, Thể thao và Du lịch soạn thảo)",
    address: "Văn phòng UBND tỉnh, thành phố Đông Hà",
    contact: "Ông Hoàng Đức Thiện (tên minh họa), phòng Quản lý du lịch",
    author: "Bùi Thị Cổng Tỉnh",
    approver: "Đỗ Văn Văn Phòng",
    days: (-9, 14),
    text: "\
NGHỊ QUYẾT
Quy định chính sách hỗ trợ phát triển điểm du lịch cộng đồng
Điều 1. Đối tượng được hỗ trợ
1. Hộ gia đình làm dịch vụ lưu trú tại điểm du lịch cộng đồng được công nhận.
2. Cộng đồng thôn, bản có từ năm hộ cùng tham gia.
Điều 2. Mức hỗ trợ
1. Hỗ trợ cải tạo nhà ở: 50% chi phí, không quá 60 triệu đồng mỗi hộ.
2. Hỗ trợ tập huấn: 100% học phí, không quá hai người mỗi hộ.
3. Hỗ trợ cảnh quan chung: không quá 300 triệu đồng mỗi điểm.
Điều 3. Điều kiện
1. Giữ kiến trúc truyền thống của địa phương.
2. Có nhà vệ sinh hợp vệ sinh và phương án thu gom rác.
Điều 4. Tổ chức thực hiện
Ủy ban nhân dân tỉnh tổ chức thực hiện Nghị quyết này.",
    submission: "TỜ TRÌNH\nVề dự thảo Nghị quyết hỗ trợ phát triển điểm du lịch cộng đồng",
    impact: "BÁO CÁO ĐÁNH GIÁ TÁC ĐỘNG\nDự kiến 120 hộ được hỗ trợ, tổng kinh phí 14,5 tỷ đồng trong bốn năm.",
    bodies: BODIES,
    said: &[
        Said {
            place: "d2-k1",
            name: "Hồ Thị Ngọc Ánh",
            show_name: true,
            hours: 22,
            body: "Nhà sàn gỗ sửa tốn kém hơn, 60 triệu đồng chưa đủ lợp lại mái.",
            proposal: "1. Hỗ trợ cải tạo nhà ở: 60% chi phí, không quá 80 triệu đồng mỗi hộ.",
            ..SAID
        },
        Said {
            place: "d3-k2",
            name: "Đặng Hữu Phước",
            hours: 47,
            body: "Cần thêm điều kiện về phòng cháy, chữa cháy cho nhà lưu trú.",
            ..SAID
        },
    ],
    answers: &[],
    issued: None,
};

const SQUARE: Draft = Draft {
    title: "Dự thảo Kế hoạch chỉnh trang quảng trường và công viên ven sông Hiếu",
    summary: "Bố trí lối đi bộ, cây xanh, khu vui chơi trẻ em và bãi giữ xe.",
    kind: "plan",
    field: "Xây dựng, đô thị",
    unit: "Ủy ban nhân dân tỉnh (Sở Xây dựng soạn thảo)",
    address: "Văn phòng UBND tỉnh, thành phố Đông Hà",
    contact: "Bà Lương Thị Quỳnh Chi (tên minh họa), phòng Phát triển đô thị",
    author: "Bùi Thị Cổng Tỉnh",
    approver: "Đỗ Văn Văn Phòng",
    days: (-50, -28),
    text: "\
KẾ HOẠCH
Chỉnh trang quảng trường và công viên ven sông Hiếu
I. NỘI DUNG
1. Trồng mới 200 cây xanh bóng mát dọc bờ sông.
2. Làm lối đi bộ dài 1,2 km có chiếu sáng.
II. TIẾN ĐỘ
Hoàn thành trước ngày 30 tháng 6 năm 2027.",
    submission: "TỜ TRÌNH\nVề Kế hoạch chỉnh trang quảng trường và công viên ven sông Hiếu",
    impact: "",
    bodies: &[("Hội Người khuyết tật tỉnh", true)],
    said: &[Said {
        place: "di-k2",
        name: "Cao Thị Bích Ngà",
        show_name: true,
        hours: 12,
        body: "Đề nghị làm lối dốc và tay vịn cho người đi xe lăn.",
        ..SAID
    }],
    answers: &[("accepted", "Bổ sung lối dốc, tay vịn tại cả năm lối vào.")],
    issued: None,
};
