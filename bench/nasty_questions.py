"""What people, programs and attackers may put in the address of a search, by name: the part after the question mark.

Shared by the tests, which ask that every one is answered and shown as it was written, and by `make bench`, which measures the slowest.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase
from urllib.parse import quote, urlencode

_FLOOD = "\u0301\u0315\u0489\u20dd\u035c\ufe0f"
_DECOMPOSED = "coo\u0308rdinator privacy\u0301 e\u0301e\u0301n"

# What can be typed or pasted in the search box.
TYPED: Mapping[str, str] = {
    "nothing": "",
    "only spaces": "  \t \u00a0\u3000 ",
    "only stop words": "de het een en van in dat is op te",
    "ten thousand characters": "pesten op school " * 600,
    "ten thousand letters": "a" * 10_000,
    "spaces before the question": " " * 500 + "pesten",
    "asterisks": "***",
    "a quote": '"',
    "unbalanced quotes": '"pesten op school',
    "unbalanced brackets": "(((pesten [school {",
    "only operators": "NOT OR",
    "one operator": "AND",
    "a range": "[a TO z]",
    "a fuzzy word": "pesten~2 a~2",
    "a field": "field:x titel:pesten",
    "a wildcard": "pest* ?esten",
    "backslashes": "\\ \\\\ pesten\\",
    "slashes": "../../etc/passwd",
    "percent signs": "%s %d 100% %00 %(naam)s",
    "emoji": "😀 pesten 🏫",
    "joined emoji": "👩‍👩‍👧‍👦 🏳️‍🌈 1️⃣",
    "decomposed letters": _DECOMPOSED,
    "right-to-left marks": "\u202epesten\u202c \u200fschool\u200e \u2067klas\u2069",
    "right-to-left letters": "ما هو التنمر בריונות",
    "invisible letters": "pes\u00adten school\u200b klas\ufeff \u2060vog",
    "a flood of marks": "".join(letter + _FLOOD * 8 for letter in "pesten"),
    "only marks": _FLOOD * 50,
    "letters that grow": "İ" * 100 + " ﬃ ﷺ ß",
    "wide letters": "ｐｅｓｔｅｎ 𝓹𝓮𝓼𝓽𝓮𝓷",
    "control characters": "pes\x00ten\x01\x08\x1b[31m\x7f\x85\x9f school",
    "no characters": "pesten\ufffe\uffff\ufdd0\U0001ffff school",
    "line ends": "pesten\r\nSet-Cookie: a=b\u2028\u2029school",
    "digits": "1234567890" * 30,
    "a number": "99999999999999999999",
    "numbers": " ".join(map(str, range(100))),
    "articles": "artikel 4 c lid 2 lid lid 3.40 " * 10,
    "dots": "." * 1000,
    "hyphens": "-" * 1000,
    "apostrophes": "'" * 1000,
    "one letter a thousand times": "e" * 1000,
    "one-letter words": " ".join(ascii_lowercase * 12),
    "different letters as words": " ".join(chr(0x100 + number) for number in range(300)),
    "characters of Chinese as words": " ".join(chr(0x4E00 + number) for number in range(300)),
    "hyphens between letters": "-".join(ascii_lowercase * 6),
    "hyphens between words": "-".join(["veiligheid", "school", "pest", "protocol"] * 10),
    "apostrophes between letters": "'".join(ascii_lowercase * 6),
    "dots between letters": "a.b." * 75,
    "one word many times": "pesten " * 60,
    "many words": "school leerling ouder leraar bestuur veiligheid klas melding wet vog pesten gesprek klacht inspectie vertrouwenspersoon aangifte politie beleid "
    "plan dag week jaar kind medewerker groep lid stap raad",
    "a long compound": "veiligheidsvertrouwenspersoonklachtencommissieonderwijsschoolleiderpestprotocol" * 4,
    "compounds": " ".join(["veiligheidsklachtencommissie", "vertrouwenspersoonklacht", "schoolleiderprotocol", "pestmeldcodeplan"] * 3),
    "unknown words": " ".join(f"q{one}{other}xz" for one in "bcdfg" for other in "bcdfghjklm"),
    "unknown long words": " ".join(f"vertrouwe{letter}x" for letter in ascii_lowercase),
    "misspelt words": "vielighied pessten leerlign schol oudrs docnet klacth veiligheit vertrouwenspersoom medwerker schorsign bestuurr meldign gewelt aangifde "
    "verzuimm toezigt polietsie verwijdren inspektie vrijwiliger",
    "abbreviations": "VGV RSV OM VT FG CJG AVG WPO wvvo VOG bso AMK JGZ RvdK GDPR WEC WMS WOT Wzd Wjsg Wwm Sr Sv GSA PBS SSV soa zml sbo blo AMHK AWGB amvb KIJB "
    "zmlk zmok buso TSO LIO LKC GPO CSG MMA LSE ESS",
    "verbs written apart": "aan af bij op uit in om over voor weg vast toe tegen terug mee na neer los open pakken nemen geven doen zetten leggen",
    "SQL": "'; DROP TABLE paginas; -- ' OR '1'='1",
    "a script": "<script>alert(1)</script>",
    "an element": '<img src=x onerror="alert(1)"><b>vet</b>',
    "end of an attribute": "\" autofocus onfocus=alert(1) x=\" ' onmouseover='alert(1)",
    "end of the title": "</title></h1><iframe src=javascript:alert(1)>",
    "marks of our own": "</mark><mark>pesten</mark>",
    "entities": "&lt;b&gt; &amp;amp; &#60;script&#62; &quot;",
    "a template": "{{7*7}} {% raw %} ${7*7} #{7*7} {{ config }}",
    "a comment": "<!-- pesten --> <![CDATA[ ]]>",
}

# What only a made address holds.
MADE: Mapping[str, str] = {
    "no question": "",
    "half a surrogate": "q=pesten%ED%A0%80school",
    "invalid UTF-8": "q=pesten%FF%FE%C0%AF%80school",
    "half a percent sign": "q=pesten%&q=%E2%82",
    "a zero byte": "q=%00",
    "more questions": "q=pesten&q=schorsen&q=%3Cb%3E",
    "more names": "&".join(f"x{number}=y" for number in range(500)) + "&q=pesten",
    "filters of nonsense": "q=pesten&thema=%3Cscript%3E&sector=%22%3E&sector=po%27--&thema=" + "x" * 2000,
    "a filter a thousand times": "q=pesten" + "&sector=po" * 1000,
    "page minus one": "q=pesten&pagina=-1",
    "page nought": "q=pesten&pagina=0",
    "page a thousand million": "q=pesten&pagina=1e9",
    "page of many digits": "q=pesten&pagina=" + "9" * 5000,
    "page not a number": "q=pesten&pagina=NaN",
    "page of nothing": "q=pesten&pagina=%00&pagina=2",
}

ADDRESSES: Mapping[str, str] = {name: urlencode({"q": text}, quote_via=quote) for name, text in TYPED.items()} | MADE
