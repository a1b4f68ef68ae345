"""Partner universities of the demonstration: the real names and places; what is said about cooperation is invented."""

Row = tuple[str, str, str, str, str, str, float, float, str]


def read(table: str) -> list[Row]:
    """The rows of a table: names in Chinese, English and its own language, country, city, place on earth, website."""
    rows: list[Row] = []
    for line in table.strip().splitlines():
        zh, en, local, country, city_zh, city_en, latitude, longitude, site = line.split("|")
        rows.append(
            (
                zh,
                en,
                local,
                country,
                city_zh,
                city_en,
                float(latitude),
                float(longitude),
                f"https://www.{site}",
            )
        )
    return rows


NAMED = read("""
锡根大学|University of Siegen|Universität Siegen|DE|锡根|Siegen|50.9062|8.0284|uni-siegen.de
科罗拉多州立大学|Colorado State University||US|柯林斯堡|Fort Collins|40.5734|-105.0865|colostate.edu
范德堡大学|Vanderbilt University||US|纳什维尔|Nashville|36.1447|-86.8027|vanderbilt.edu
哈德斯菲尔德大学|University of Huddersfield||GB|哈德斯菲尔德|Huddersfield|53.6434|-1.7780|hud.ac.uk
贝尔格莱德大学|University of Belgrade|Универзитет у Београду|RS|贝尔格莱德|Belgrade|44.8188|20.4573|bg.ac.rs
""")
HUB = read(
    "英国国家未来计量联盟|EPSRC Future Metrology Hub||GB|哈德斯菲尔德|Huddersfield|53.6434|-1.7780|metrology.hud.ac.uk"
)[0]
OTHERS = read("""
雷丁大学|University of Reading||GB|雷丁|Reading|51.4414|-0.9418|reading.ac.uk
埃塞克斯大学|University of Essex||GB|科尔切斯特|Colchester|51.8773|0.9471|essex.ac.uk
考文垂大学|Coventry University||GB|考文垂|Coventry|52.4073|-1.5039|coventry.ac.uk
斯旺西大学|Swansea University|Prifysgol Abertawe|GB|斯旺西|Swansea|51.6093|-3.9807|swansea.ac.uk
蒙彼利埃大学|University of Montpellier|Université de Montpellier|FR|蒙彼利埃|Montpellier|43.6320|3.8630|umontpellier.fr
图卢兹第三大学|University of Toulouse|Université de Toulouse|FR|图卢兹|Toulouse|43.5615|1.4690|univ-tlse3.fr
利摩日大学|University of Limoges|Université de Limoges|FR|利摩日|Limoges|45.8362|1.2439|unilim.fr
布列塔尼南大学|University of Southern Brittany|Université Bretagne Sud|FR|洛里昂|Lorient|47.7479|-3.3779|univ-ubs.fr
开姆尼茨工业大学|Chemnitz University of Technology|TU Chemnitz|DE|开姆尼茨|Chemnitz|50.8135|12.9294|tu-chemnitz.de
不来梅大学|University of Bremen|Universität Bremen|DE|不来梅|Bremen|53.1068|8.8522|uni-bremen.de
伊尔梅瑙工业大学|Ilmenau University of Technology|Technische Universität Ilmenau|DE|伊尔梅瑙|Ilmenau|50.6822|10.9406|tu-ilmenau.de
阿尔卡拉大学|University of Alcalá|Universidad de Alcalá|ES|阿尔卡拉|Alcalá de Henares|40.4824|-3.3635|uah.es
瓦伦西亚理工大学|Technical University of Valencia|Universitat Politècnica de València|ES|瓦伦西亚|Valencia|39.4818|-0.3442|upv.es
奥维耶多大学|University of Oviedo|Universidad de Oviedo|ES|奥维耶多|Oviedo|43.3619|-5.8494|uniovi.es
俄克拉何马大学|University of Oklahoma||US|诺曼|Norman|35.2059|-97.4457|ou.edu
密苏里大学|University of Missouri||US|哥伦比亚|Columbia|38.9404|-92.3277|missouri.edu
北达科他大学|University of North Dakota||US|大福克斯|Grand Forks|47.9223|-97.0731|und.edu
纽约州立大学奥尔巴尼分校|University at Albany||US|奥尔巴尼|Albany|42.6864|-73.8242|albany.edu
南昆士兰大学|University of Southern Queensland||AU|图文巴|Toowoomba|-27.6044|151.9312|unisq.edu.au
卧龙岗大学|University of Wollongong||AU|卧龙岗|Wollongong|-34.4054|150.8784|uow.edu.au
塔斯马尼亚大学|University of Tasmania||AU|霍巴特|Hobart|-42.9044|147.3240|utas.edu.au
怀卡托大学|University of Waikato||NZ|汉密尔顿|Hamilton|-37.7869|175.3185|waikato.ac.nz
里贾纳大学|University of Regina||CA|里贾纳|Regina|50.4156|-104.5886|uregina.ca
釜庆国立大学|Pukyong National University|부경대학교|KR|釜山|Busan|35.1333|129.1030|pknu.ac.kr
千叶大学|Chiba University|千葉大学|JP|千叶|Chiba|35.6275|140.1036|chiba-u.ac.jp
玛希隆大学|Mahidol University|มหาวิทยาลัยมหิดล|TH|佛统|Nakhon Pathom|13.7928|100.3229|mahidol.ac.th
马来西亚博特拉大学|Universiti Putra Malaysia|Universiti Putra Malaysia|MY|沙登|Serdang|2.9920|101.7163|upm.edu.my
博洛尼亚大学|University of Bologna|Università di Bologna|IT|博洛尼亚|Bologna|44.4962|11.3540|unibo.it
弗罗茨瓦夫理工大学|Wrocław University of Science and Technology||PL|弗罗茨瓦夫|Wrocław|51.1073|17.0620|pwr.edu.pl
奥卢大学|University of Oulu|Oulun yliopisto|FI|奥卢|Oulu|65.0593|25.4663|oulu.fi
""")
# English name: short and former names under which files know it.
ALSO_CALLED = {
    "University of Huddersfield": [
        ("Huddersfield University", "alias", "en"),
        ("哈德斯菲尔德学院", "former", "zh"),
    ],
    "University of Siegen": [
        ("Siegen University", "alias", "en"),
        ("Universität-GH Siegen", "former", "de"),
    ],
    "University of Belgrade": [("塞尔维亚大学", "alias", "zh")],
    "Colorado State University": [("CSU", "acronym", "en")],
    "University of Toulouse": [("Université Toulouse III - Paul Sabatier", "former", "fr")],
}
# The six laboratories: Chinese and English name, English name of the partner, what it works on, year of foundation.
LABORATORIES = [
    (
        "机器人与智能系统国际联合研究中心",
        "International Joint Research Center for Robotics and Intelligent Systems",
        "University of Siegen",
        "机器人感知、智能控制",
        2016,
    ),
    (
        "大气观测国际联合实验室",
        "International Laboratory for Atmospheric Observations",
        "Colorado State University",
        "天气雷达、大气遥感",
        2015,
    ),
    (
        "图像与视觉国际联合研究中心",
        "International Joint Research Center for Image and Vision",
        "Vanderbilt University",
        "医学图像、计算机视觉",
        2017,
    ),
    (
        "机器视觉与智能计算联合实验室",
        "Joint Research Laboratory for Machine Vision and Smart Computing",
        "University of Huddersfield",
        "机器视觉、智能计算",
        2018,
    ),
    (
        "智能公差国际研究中心",
        "International Research Center for Intelligent Tolerance",
        "EPSRC Future Metrology Hub",
        "几何公差、精密计量",
        2019,
    ),
    (
        "“一带一路”环境与能源联合实验室",
        "“Belt and Road” Joint Laboratory on Environment and Energy",
        "University of Belgrade",
        "环境监测、新能源",
        2020,
    ),
]
