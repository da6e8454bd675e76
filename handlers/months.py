"""The names of the months in the languages that people write to us in; knows no calendar."""

from __future__ import annotations

from functools import lru_cache

# One line a language, January first; other forms of one month stand behind a stroke. Add a language as a line.
_LANGUAGES = """
january february march april may june july august september october november december
jan feb|febuary mar apr may jun jul aug sept|sep oct nov dec
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień|wrzesnia październik|pazdziernika listopad grudzień
ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre novembre décembre|decembre
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januar februar märz|maerz april mai juni juli august september oktober november dezember
januari februari maart april mei juni juli augustus september oktober november december
janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
ledna února března dubna května června července srpna září října listopadu prosince
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
január február március április május június július augusztus szeptember október november december
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
jannaayo febraayo maarso abriil maajo juun luulyo agoosto sebtembar oktoobar nofembar disembar
janaayo feebraayo maarso abriil maajo juun luuliyo agosto sebteembar oktoobar noofembar diseembar
ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
януари февруари март април май юни юли август септември октомври ноември декември
يناير فبراير مارس أبريل|ابريل مايو يونيو يوليو أغسطس|اغسطس سبتمبر أكتوبر|اكتوبر نوفمبر ديسمبر
جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر
জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
जनवरी फ़रवरी|फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर|सितम्बर अक्टूबर|अक्तूबर नवंबर|नवम्बर दिसंबर|दिसम्बर
ਜਨਵਰੀ ਫਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ
"""
_NUMBERS = {
    name: number
    for line in _LANGUAGES.split("\n")
    for number, names in enumerate(line.split(), start=1)
    for name in names.split("|")
}
_ENGLISH = tuple(name for name in _LANGUAGES.split("\n")[1].split() if len(name) > 4)
_SLIPS = 2  # letters wrong, missing, too many or swapped in a month that is still known


@lru_cache(maxsize=1024)
def _misspelt(word: str) -> int:
    """The English month a longer word is a slip of, 0 where it is of none."""
    near = [(slips, name) for name in _ENGLISH if name[0] == word[0] and (slips := _apart(word, name)) <= _SLIPS]
    slips, name = min(near, default=(0, ""))
    return _NUMBERS[name] if name and slips * 4 <= len(name) else 0


def month(word: str) -> int:
    """The number of the month a word in lower case names, slips of the pen forgiven; 0 where it names none."""
    if known := _NUMBERS.get(word):
        return known
    return _misspelt(word) if 4 < len(word) < 12 and word[0] in "jfmasond" else 0


def _apart(one: str, other: str) -> int:
    """How many letters two words are apart, neighbours that changed places counted once."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, against in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]
