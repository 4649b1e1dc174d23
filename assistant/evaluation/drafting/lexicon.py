"""The words of English that the drafting of questions goes by: months, prepositions, countries, who is a person."""


def listed(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|"
    r"Feb\.|Aug\.|Sept?\.|"
    r"Oct\.|Nov\.|Dec\.)"
)
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
OPENERS = listed(
    "that which who whom whose where when while after before because if as than since until although though whether "
    "what how why once unless"
)
ADVERBIAL = listed("after before because while when since until although though if as once unless whereas")
PREPOSITIONS = listed(
    "on in at by for from to with about of over under against during near into between through across outside "
    "inside within without towards toward onto upon among amid following around along behind beyond despite per via"
)
DROPPED = listed("also then later already still again subsequently recently meanwhile afterwards eventually now")
NO_START = listed(
    "this that these those it he she they we i you there here his her its their our my your such some most many "
    "both each one another other others what who which when where why how if as at by for from to with in on of and "
    "but or so yet although though while since because after before during despite according however meanwhile also "
    "then later only even not no nobody none neither either all everyone everything nothing someone more less fewer "
    "once until unlike among under over about asked near like last next earlier instead together today yesterday "
    "tomorrow between through across within without whether unless"
)
LIST_SAFE = listed(
    "but which who whose whom where when while after before as although though because since so with without "
    "including according until if unless following despite than whether either than thus nor yet a an the for her "
    "his its their he she it they adding"
)
SAYING = listed("say report claim state announce argue confirm deny allege reveal warn insist believe")
SPOKEN = listed(
    "say warn argue explain claim insist announce state predict reply stress admit acknowledge confirm declare "
    "suggest note deny add answer respond remark reveal allege conclude write report tell inform assure promise "
    "propose"
)
"""Verbs that can take what is said as a clause with "that"."""
COUNTRIES = frozenset(
    name.replace("_", " ")
    for name in [
        "Afghanistan",
        "Albania",
        "Algeria",
        "Andorra",
        "Angola",
        "Argentina",
        "Armenia",
        "Australia",
        "Austria",
        "Azerbaijan",
        "Bahrain",
        "Bangladesh",
        "Barbados",
        "Belarus",
        "Belgium",
        "Belize",
        "Benin",
        "Bhutan",
        "Bolivia",
        "Bosnia",
        "Botswana",
        "Brazil",
        "Brunei",
        "Bulgaria",
        "Burundi",
        "Cambodia",
        "Cameroon",
        "Canada",
        "Chad",
        "Chile",
        "China",
        "Colombia",
        "Croatia",
        "Cuba",
        "Cyprus",
        "Denmark",
        "Djibouti",
        "Ecuador",
        "Egypt",
        "Eritrea",
        "Estonia",
        "Eswatini",
        "Ethiopia",
        "Fiji",
        "Finland",
        "France",
        "Gabon",
        "Georgia",
        "Germany",
        "Ghana",
        "Greece",
        "Guatemala",
        "Guinea",
        "Guyana",
        "Haiti",
        "Honduras",
        "Hungary",
        "Iceland",
        "India",
        "Indonesia",
        "Iran",
        "Iraq",
        "Ireland",
        "Israel",
        "Italy",
        "Jamaica",
        "Japan",
        "Jordan",
        "Kazakhstan",
        "Kenya",
        "Kosovo",
        "Kuwait",
        "Kyrgyzstan",
        "Laos",
        "Latvia",
        "Lebanon",
        "Lesotho",
        "Liberia",
        "Libya",
        "Liechtenstein",
        "Lithuania",
        "Luxembourg",
        "Madagascar",
        "Malawi",
        "Malaysia",
        "Mali",
        "Malta",
        "Mauritania",
        "Mauritius",
        "Mexico",
        "Moldova",
        "Monaco",
        "Mongolia",
        "Montenegro",
        "Morocco",
        "Mozambique",
        "Myanmar",
        "Namibia",
        "Nepal",
        "Nicaragua",
        "Niger",
        "Nigeria",
        "Norway",
        "Oman",
        "Pakistan",
        "Palestine",
        "Panama",
        "Paraguay",
        "Peru",
        "Poland",
        "Portugal",
        "Qatar",
        "Romania",
        "Russia",
        "Rwanda",
        "Senegal",
        "Serbia",
        "Singapore",
        "Slovakia",
        "Slovenia",
        "Somalia",
        "Spain",
        "Sudan",
        "Suriname",
        "Sweden",
        "Switzerland",
        "Syria",
        "Taiwan",
        "Tajikistan",
        "Tanzania",
        "Thailand",
        "Togo",
        "Tunisia",
        "Turkey",
        "Türkiye",
        "Turkmenistan",
        "Uganda",
        "Ukraine",
        "Uruguay",
        "Uzbekistan",
        "Venezuela",
        "Vietnam",
        "Yemen",
        "Zambia",
        "Zimbabwe",
        "New_Zealand",
        "North_Korea",
        "South_Korea",
        "North_Macedonia",
        "Saudi_Arabia",
        "South_Africa",
        "Sri_Lanka",
        "South_Sudan",
        "Sierra_Leone",
        "El_Salvador",
        "Costa_Rica",
        "Burkina_Faso",
        "Papua_New_Guinea",
        "Ivory_Coast",
        "United_States",
        "United_Kingdom",
        "United_Arab_Emirates",
        "Czech_Republic",
        "Dominican_Republic",
        "Soviet_Union",
        "Philippines",
        "Netherlands",
    ]
)
PERSON_NOUNS = listed(
    "people men women children man woman boy girl officials officers soldiers troops senators deputies lawmakers "
    "legislators ministers diplomats voters workers students teachers doctors scientists researchers journalists "
    "reporters protesters protestors demonstrators activists rebels militants gunmen passengers residents citizens "
    "prosecutors lawyers judges jurors engineers firefighters astronomers experts economists analysts leaders "
    "commentators critics supporters fans players members delegates politicians prisoners migrants refugees "
    "astronauts cosmonauts pilots farmers students pupils victims civilians candidates governors mayors members "
    "spokesman spokeswoman spokesperson officer official judge minister prosecutor"
)
BODY_NOUNS = listed(
    "nations ministry department court government administration parliament senate congress party police army navy "
    "company "
    "council commission committee agency union bank office house kremlin treasury league federation association "
    "airline airlines university institute foundation organisation organization group team authority authorities "
    "duma assembly cabinet jury club board corporation nato un eu who military forces guard tribunal pentagon "
    "taliban hamas fifa uefa nasa fbi cia bbc cnn reuters interpol bureau service side delegation coalition embassy "
    "mission regulator network campaign"
)
GIVEN_NAMES = listed(
    "Aaron Abdul Adam Ahmed Alan Albert Alex Alexander Alexandra Alexei Alice Alison Amanda Amy Ana Andrea Andrei "
    "Andrew Angela Ann Anna Anne Anthony Antonio Arthur Barbara Ben Benjamin Bernard Bill Bob Boris Brian Bruce "
    "Carl Carlos Carol Caroline Catherine Charles Chris Christian Christine Christopher Claire Dan Daniel David "
    "Dennis Diana Dmitry Donald Edward Elena Elizabeth Emily Emma Eric Eva Evan Francis Frank Fred Gary George "
    "Gloria Grace Graham Greg Hannah Harold Harry Hassan Helen Henry Howard Hugh Ian Igor Ivan Jack Jacob James "
    "Jane Jason Javier Jean Jeff Jennifer Jeremy Jessica Jim Joan Joe John Jonathan Jorge Jose Joseph Juan Julia "
    "Julian Karen Karl Kate Katherine Keith Kelly Kenneth Kevin Kim Larry Laura Lee Leo Linda Lisa Louis Luis "
    "Luke Marco Margaret Maria Marie Mark Martin Mary Matthew Michael Michelle Miguel Mike Mohamed Mohammad "
    "Mohammed Nancy Natalia Nicholas Nick Nicola Nicole Oleg Oliver Olga Omar Pablo Pamela Patricia Patrick Paul "
    "Pedro Peter Philip Rachel Ralph Raymond Rebecca Richard Robert Roger Ronald Rosa Ruth Ryan Samuel Sandra "
    "Sarah Scott Sean Sergei Simon Sofia Stephen Steve Steven Stuart Susan Svetlana Terry Thomas Tim Timothy Tom "
    "Tony Vladimir Walter Wendy William Yuri"
)
