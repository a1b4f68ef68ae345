"""Names, institutions and subjects of the invented visits; none of them exists."""

UNITS = ["CAS", "CRE", "CEE", "CCE", "CAE", "CCS", "CSE", "CYB", "COE", "CMG", "CFL", "IEC"]
HOSTS = ["赵文", "钱立", "孙静", "李明远", "周海", "吴敏", "郑钧", "王若水"]
GUIDES = ["何晓雯", "林子墨", "许安然", "程一诺", "罗思齐", "唐若琳", "曹文轩", "邓雨桐", "冯嘉言", "董书瑶"]
FAMILY = [
    ("科瓦奇", "KOVACS"), ("诺瓦克", "NOVAK"), ("穆勒", "MUELLER"), ("罗西", "ROSSI"), ("桑托斯", "SANTOS"),
    ("伊万诺娃", "IVANOVA"), ("奥康纳", "O'CONNOR"), ("史密斯", "SMITH"), ("田中", "TANAKA"), ("金", "KIM"),
    ("阮", "NGUYEN"), ("拉赫曼", "RAHMAN"), ("杜邦", "DUPONT"), ("彼得罗维奇", "PETROVIC"), ("布朗", "BROWN"),
]  # fmt: skip
GIVEN = [
    ("安娜", "Anna"), ("扬", "Jan"), ("玛丽亚", "Maria"), ("卢卡", "Luca"), ("索菲", "Sophie"), ("保罗", "Paulo"),
    ("叶莲娜", "Elena"), ("托马斯", "Thomas"), ("艾琳", "Eileen"), ("大卫", "David"), ("春日", "Haruhi"),
    ("米拉", "Mira"), ("尼古拉", "Nikola"), ("萨拉", "Sara"), ("优素福", "Yusuf"),
]  # fmt: skip
ORGANISATIONS = [
    ("滨海应用技术大学", "Seaside University of Applied Sciences", "DE"),
    ("北岭理工学院", "Northridge Institute of Technology", "GB"),
    ("河谷大学", "Rivervale University", "US"), ("南湾科技大学", "South Bay University of Technology", "AU"),
    ("阿尔派大学", "Alpine University", "FR"), ("多瑙气象学院", "Danube School of Meteorology", "RS"),
    ("湄公大学", "Mekong University", "VN"), ("海峡理工大学", "Straits University of Technology", "MY"),
    ("白桦林国立大学", "Birchwood State University", "RU"), ("维港城市学院", "Harbour City College", "HK"),
    ("樱丘大学", "Sakuragaoka University", "JP"), ("汉滨大学", "Hanbin University", "KR"),
]  # fmt: skip
SUBJECTS = [
    ("联合培养项目洽谈", "Talks on Joint Programmes", "negotiation"),
    ("雷达气象学术交流", "Exchange on Radar Meteorology", "academic"),
    ("礼节性访问", "Courtesy Visit", "courtesy"), ("合作协议签署", "Signing of an Agreement", "signing"),
    ("课程共建工作会", "Workshop on Shared Courses", "teaching"), ("校庆活动", "University Anniversary", "event"),
]  # fmt: skip
TITLES = [
    ("校长", "President"), ("副校长", "Vice-President"), ("院长", "Dean"), ("系主任", "Head of Department"),
    ("教授", "Professor"), ("国际处主任", "Director of International Affairs"), ("讲师", "Lecturer"),
    ("项目官员", "Programme Officer"),
]  # fmt: skip
