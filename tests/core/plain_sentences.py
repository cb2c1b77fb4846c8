"""Real Dutch sentences with what the rules must say of each: the rule and the words it is about; nothing is fine."""

# What no rule may speak of.
FINE = [
    "Er is koffie.",
    "Zij is bereid je te helpen.",
    "Er is koffie en er zijn koekjes.",
    "Het wordt gezellig.",
    "Het wordt gezond en lekker.",
    "Hij werd wakker van de regen.",
    "Mevrouw Jansen wordt 80.",
    "Wie wordt 80 en komt het vieren?",
    "Ze wordt oma en dat vieren we.",
    "Het wordt tijd voor een gebakken ei.",
    "Zo word je vrijwilliger bij een gezin.",
    "Het werd een mooi gesprek over vroeger.",
    "Buren worden vrienden.",
    "Zij werd verliefd op de stad.",
    "In 1950 werd hij in Zuilen geboren.",
    "De buurvrouw wordt geen lid.",
    "We zijn door het park gelopen.",
    "De inloop is de hele week door open.",
    "We wandelen door de wijk en drinken koffie.",
    "De deur is open vanaf 10.00 uur.",
    "Neem mee: brood, kaas, thee enz.",
    "Bel dhr. J. de Vries of mevr. A. Bakker.",
    "We doen o.a. spelletjes, bijv. sjoelen.",
    "Je bent welkom, ook als je niemand kent.",
    "Alleen komen is heel gewoon.",
    "Kom erbij in de Week tegen Eenzaamheid.",
    "Kijk ook bij Een tegen eenzaamheid.",
    "De Utrechtse Vrijwilligerscentrale-Noordwest helpt mee.",
    "Wij gaan naar het Sophialaanverzorgingstehuis.",
    "Mail naar samenwerkingsverbandzuilen@example.org.",
    "Kijk op www.ontmoetingsactiviteitenzuilen.nl.",
    "Vrijwilligerswerk is leuk.",
    "Het geld is op en het geduld ook.",
    "Om 19.30 uur eten we door.",
    "De gemeente doet mee.",
    "Ik ben geïnteresseerd in muziek.",
    "De gerechten worden steeds beter.",
    "Het gebied wordt groot, het gezicht blij.",
    "Wil je meedoen? Dat kan!",
    "Het wordt fijn om gasten te ontvangen.",
    "De gevangenen worden ouder.",
    "Het is gelukt en we gaan door, vrienden van het park.",
]

PASSIVE = [
    ("Er wordt gekookt door vrijwilligers.", "wordt gekookt"),
    ("De maaltijd wordt bereid door vrijwilligers.", "wordt bereid"),
    ("Het eten wordt gemaakt in de keuken.", "wordt gemaakt"),
    ("De tuin werd aangelegd door bewoners.", "werd aangelegd"),
    ("Er wordt veel gelachen en gezongen.", "wordt veel gelachen"),
    ("Je wordt om tien uur opgehaald.", "wordt om tien uur opgehaald"),
    ("Er worden kaarten uitgedeeld.", "worden kaarten uitgedeeld"),
    ("Het plan werd vorige week besproken.", "werd vorige week besproken"),
    ("Zorg dat het eten besteld kan worden.", "besteld kan worden"),
    ("Dat het hier gemaakt wordt, is fijn.", "gemaakt wordt"),
    ("Aanmelden wordt op prijs gesteld.", "wordt op prijs gesteld"),
    ("Wij worden ondersteund door de gemeente.", "worden ondersteund"),
    ("Het feest is door vrijwilligers georganiseerd.", "is door vrijwilligers georganiseerd"),
    ("Het boek is geschreven door Fatma.", "is geschreven"),
    ("De foto's zijn gemaakt door Ali.", "zijn gemaakt"),
    ("De kosten worden vergoed.", "worden vergoed"),
    ("Kinderen worden goed begeleid.", "worden goed begeleid"),
    ("Wat wordt er van je verwacht?", "wordt er van je verwacht"),
    ("De muziek werd verzorgd door een koor.", "werd verzorgd"),
]

HARD = [
    ("De doelgroep is breed.", ["doelgroep"]),
    ("Alle doelgroepen zijn welkom.", ["doelgroepen"]),
    ("Een laagdrempelige inloop middels een app.", ["laagdrempelige", "middels"]),
    ("Participeren kan, wie participeert krijgt soep.", ["Participeren", "participeert"]),
    ("Indien je komt, dien je te bellen inzake het eten.", ["Indien", "inzake"]),
    ("Wij signaleren en faciliteren.", ["signaleren", "faciliteren"]),
    ("In het kader van de week is er soep.", ["In het kader van"]),
    ("Hulp ten behoeve van kwetsbare buren.", ["ten behoeve van", "kwetsbare"]),
    ("Men dient te betalen.", ["dient te"]),
    ("Het kader van de deur is in het blauw.", []),
]

LONG_WORDS = [
    ("De wijkgezondheidsbevorderaars zijn er.", ["wijkgezondheidsbevorderaars"]),
    ("Er is een ontmoetingsbijeenkomst.", ["ontmoetingsbijeenkomst"]),
    ("De zaal is rolstoeltoegankelijk.", ["rolstoeltoegankelijk"]),
    ("Samenwerkingsverbanden helpen.", ["Samenwerkingsverbanden"]),
]

LONELY = [
    ("Koffie voor eenzame ouderen.", ["eenzame"]),
    ("Voel je je eenzaam?", ["eenzaam"]),
    ("Samen tegen de eenzaamheid in de Week tegen Eenzaamheid.", ["eenzaamheid"]),
    ("De vereenzaamden komen.", ["vereenzaamden"]),
]

TOO_LONG = [
    "Om half zes gaat de deur open en dan eten we met zijn allen aan lange tafels en daarna is er nog koffie.",
    "Iedereen die in de buurt woont en zin heeft om mee te doen is welkom, want er is altijd een plek vrij aan tafel.",
]

# (text, its sentences)
DIVIDED = [
    ("Kom om 10.00 uur. We drinken koffie.", ["Kom om 10.00 uur.", "We drinken koffie."]),
    ("We doen o.a. Rummikub. Kom je?", ["We doen o.a. Rummikub.", "Kom je?"]),
    ("Vraag naar dhr. Jansen. Hij is er.", ["Vraag naar dhr. Jansen.", "Hij is er."]),
    ("J. de Vries helpt. A.B. Smit ook.", ["J. de Vries helpt.", "A.B. Smit ook."]),
    ("1. Bel ons. 2. Kom langs. 3. Eet mee.", ["1. Bel ons.", "2. Kom langs.", "3. Eet mee."]),
    ("Neem brood, kaas enz. Tot dan!", ["Neem brood, kaas enz.", "Tot dan!"]),
    ("'Kom erbij!' zegt Fatma. 's Middags is er soep.", ["'Kom erbij!' zegt Fatma.", "'s Middags is er soep."]),
    ("Het is op 12 mei 2026. Kom je?", ["Het is op 12 mei 2026.", "Kom je?"]),
    ("Open ma. t/m vr. (ook 's avonds). Bel ons.", ["Open ma. t/m vr. (ook 's avonds).", "Bel ons."]),
    ("Zonder punt\nop twee regels", ["Zonder punt", "op twee regels"]),
    ("Nou... dat is wat. Ja.", ["Nou... dat is wat.", "Ja."]),
]
