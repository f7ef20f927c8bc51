"""The rules that tell what happened to what a figure counts: patterns over the tags of its sentence.

A sentence is a string, a letter a word. The letters of the table below (all are in vocabulary/grammar.toml):

    #  the figure asked about       N  another figure           _  a word of a figure's noun group ("# _": 12 soldiers)
    V  verb, past ("killed")        v  its base ("kill")        G  in -ing ("killing")     R  reporting verb
    Y  noun ("deaths")              J  state ("dead")           W  verb of change ("rose") M  may, will
    C  noun of a category           S  demonym                  L  party or place          O  organisation
    X  another capitalised word     x  any other word           D  article                 q  adverb
    B  be    A  have    a  carries a verb ("forced")    U  pronoun    h  who, that     g  among     m  "number", "tally"
    o  of    b  by      w  with    t  to    f  from     P  another preposition          i  including   e  along with
    c  and, or          s  while, but    F  "more"      , ; . " ( ) - |   marks; ~ a quotation mark around a word or two

"At least 12 soldiers in the town were killed" is "#_PDCBV": "#_" is the group, "V" the word that tells, the "cue".
`[^.;"#N]{0,6}` is a gap: up to six words, none of them a stop, a quotation mark or a figure. The first rule that fits
and whose reading (happening_readings.py) does not decline decides: of NEAR, then of LISTED, then of FAR; WHOLE is for
the thirty of "12 of the 30 dead". Above each rule stands what it is for; a test holds it to that.
"""

from __future__ import annotations

from claimtrack.rules import Rule, rule
from claimtrack.stages import happening_readings as readings
from claimtrack.stages.happening_readings import Asked, Found

ACTION, PAST, DOING, NOUN = "(?P<cue>[VvG])", "(?P<cue>V)", "(?P<cue>[Gv])", "(?P<cue>Y)"
OF_ITS = "oD*(?:[SLXxCO]{1,3}p)?"  # "of", "of the", "of the city's" before the figure of the whole
GROUP = f'#["~]?(?:{OF_ITS}N)?_*["~]?'  # the figure with its noun; "81 of 112 drones"
AUX = "(?P<aux>[BAMa](?:[BAMaqzdtRW]|s(?=[AVJ])|PX(?=[RVJq]))*)"
CUE = "[\"~]?q*(?P<cue>[VJR])"
ITEM = r"(?:(?:,|c|,c|i|,i|,?e)[Dq]*(?:N_*[PoDxXSLCvhwU]{0,6}?|(?:[^.;,c#BAMVGNRrKhsm]|V(?=[xXSL]{0,2}C)){1,6}?))"
ASIDE = r"(?:,(?![chs])[^.;#,]{1,16}(?=,)|\([^()#]{0,9}\)|-[^.;#-]{1,16}-){0,2}"
AFTER_ASIDE = f"(?:{ASIDE}|,D[vxXLSCoPD]{{1,6}},)"  # "on Mele Island, a rock in the sea, died"
# what may stand between a noun and its verb, or a verb and its object
ON = r"(?:[^.;\"#NVGYJRrK]|(?<=[Powf])N_*|(?<=xt)N_*)"
PAIR = "[VJx](?:[^.;#NVG]{0,8}c)?[BAq]*(?P<cue>[VJ])"  # "shot and killed", "found dead"
GAP = r"[^.;\"#N]"
NUMBER_OF = rf"m(?:o{GAP}{{0,6}}?)?"
NOT_OBJECT = "(?![DNCS])"  # no object follows, as in "12 killed 30"
NOT_WHOSE = "(?<!h[LSXUO])(?<!hD[xCO])"  # "stopped nine boats that Norway sent": what is told of them here is an aside
TO = "[Dq]*#"  # the figure, after articles and adverbs

NEAR: tuple[Rule[Asked, Found], ...] = (
    # 136 civilian deaths
    rule("counted noun", r"#_", readings.head_noun),
    # the death of 14 students who had been abducted
    rule("noun of figure", rf"{NOUN}\(?oD*q*#", readings.noun_of_figure),
    # At least 14 hikers, either dead or injured, lay there
    rule("either dead", rf"{GROUP},[xD]?(?P<cue>[YVJ])(?:c[VJ])?,", readings.participle),
    # Four climbers were found dead
    rule("found dead", rf"{GROUP}{ASIDE},?h?q*{AUX}[VRx]q?(?P<cue>J)", readings.passive),
    # 12 people were killed
    rule("passive or perfect", rf"{GROUP}{ASIDE},?q*{AUX}{CUE}", readings.passive),
    # 12 herders were shot and killed
    rule("verb pair", rf"{GROUP}{ASIDE},?q*{AUX}{PAIR}", readings.passive),
    # Six tourists confirmed dead
    rule("confirmed dead", rf"{GROUP},?h?q*[Rx]q?(?P<cue>[VJ]){NOT_OBJECT}", readings.participle),
    # Thousands are fleeing
    rule("progressive", rf"{GROUP}{ASIDE},?q*{AUX}{DOING}", readings.progressive),
    # with 61 houses flattened
    rule("participle after", rf"(?:(?<![VvG])(?<![VvG][Dqx]){GROUP},|{GROUP})q*{CUE}{NOT_OBJECT}", readings.participle),
    # forced 700 villagers to evacuate
    rule("causative", rf"a[Dqx]{{0,2}}(?:mo)?{GROUP}(?:to)?[tq]*(?P<cue>[vVJ])", readings.participle),
    # attacked by 20 gunmen
    rule("agent", rf"{PAST}q*b[Dqx]{{0,2}}\"?#", readings.agent),
    # The landslide killed 212 villagers
    rule("object of verb", r"(?P<cue>[VvGJ])(?:,?e)?\"?[DqxR]{0,3}(?:mo)?\"?#", readings.active),
    # 14 students who had left a party were killed
    rule("after relative clause", rf"{GROUP},?h[^.,;#NKsh]{{3,16}}?,?(?P<aux>B[BAqx]*){CUE}", readings.passive),
    # Twelve teachers who had been abducted
    rule("who were", rf"{GROUP}{ASIDE},?hq*{AUX}{CUE}", readings.passive),
    # 600 people who were sheltering
    rule("who were doing", rf"{GROUP}{ASIDE},?hq*{AUX}{DOING}", readings.progressive),
    # fell on three porters, killing them
    rule("killing them", rf"{GROUP}[^.;#N]{{0,6}}?,?(?P<cue>G)U", readings.active),
    # Ninety students protest in Dhaka
    rule("verb after", rf"{GROUP}h?q*(?P<cue>[VvJG])", readings.verb_after),
    # The death toll was 88
    rule("after noun", rf"{NOUN}[oDqBt;,WPx]{{0,4}}#", readings.after_noun),
    # the killing of 14 aid workers
    rule("noun of", r"(?P<cue>[vGC])\(?oD*#", readings.active),
    # the 14 priests' murder
    rule("whose death", r"#(?:_*|[DxC]{0,3}C)p[xT]{0,2}(?P<cue>[YvG])", readings.active),
    # Rebels pounded the airport with 25 rockets
    rule("instrument", rf"{ACTION}[^.;\"#NVG]{{0,8}}w{TO}", readings.instrument),
)
LISTED: tuple[Rule[Asked, Found], ...] = (
    # Three monks, a nun and two cooks were killed
    rule("list before verb", rf"{GROUP}{ASIDE},?{ITEM}{{1,10}}{ASIDE},?q*{AUX}{CUE}", readings.passive),
    # 40 huts, a mill and a granary gutted
    rule("list before participle", rf"{GROUP}{ITEM}{{1,6}},?q*{NOT_WHOSE}{CUE}{NOT_OBJECT}", readings.participle),
    # Sixty miners at the Marikana pit have died
    rule("verb after aside", rf"{GROUP}[PofDqxXSLTOC-]{{0,8}}?{ASIDE},?h?q*{AUX}{CUE}", readings.passive),
    # lists 45 conscripts as missing
    rule("as lost", rf"{GROUP}{ITEM}{{0,6}}s(?P<cue>[VJ])", readings.participle),
    # 250 people have been registered as refugees
    rule("as refugees", rf"{GROUP}{AUX}q?[RVx]?s(?P<cue>C)", readings.active),
    # 30 wounded civilians
    rule("modifier", r"#_", readings.modifier),
    # Nine passengers have serious injuries
    rule("have wounds", rf"{GROUP}[Aw][DqxC]{{0,2}}{NOUN}", readings.active),
)
FAR: tuple[Rule[Asked, Found], ...] = (
    # Two monks were among the dead
    rule("among the dead", rf"{GROUP}[^.;#NVG]{{0,6}}?(?:g(?:D?N_*|[DxC]{{0,3}})|i)(?P<cue>[YVJ])", readings.active),
    # The dead included four toddlers
    rule("the dead include", rf"(?P<cue>[YVJC])[PDXxL]{{0,4}}[iB]{TO}", readings.active),
    # Six million people in the Sahel face severe hunger
    rule("face a want", rf"{GROUP}{GAP}{{0,10}}?[vVGx]f?(?!o)[DqxrCTo]{{0,9}}?{NOUN}", readings.facing),
    # The number of villagers killed in Ituri is put at 49
    rule("number of", rf"{NUMBER_OF}(?P<cue>[VYJ]){GAP}{{0,14}}?(?:[WBAtM][^.;\"#NVY]{{0,4}}|P)#", readings.number_of),
    # The number of refugees in Chad has reached 600,000
    rule("number of people", rf"mo{GAP}{{0,6}}?(?P<cue>C){GAP}{{0,14}}?[WBAtM][^.;\"#NVY]{{0,4}}#", readings.active),
    # The death toll from the mudslide in Valencia climbed to 211
    rule("toll at a distance", rf"{NOUN}[^.;#]{{0,25}}?W[tPDq]{{0,3}}#", readings.active),
    # The death toll in the Derna disaster is feared to be near 11,000
    rule("after noun at a distance", rf"{NOUN}[^.;\"#NVGYJ]{{0,10}}?#", readings.active),
    # 20 vendors at the bus stop by the old bridge were wounded
    rule("verb at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}{CUE}", readings.passive),
    # Two elders on their way home were ambushed and wounded
    rule("verb pair at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}{PAIR}", readings.passive),
    # 3,000 people on both banks of the stream in Malakal were fleeing
    rule("progressive at a distance", rf"{GROUP}{ON}{{0,16}}?{AUX}{DOING}", readings.progressive),
    # Five labourers asleep on the pavement crushed to death
    rule("participle at a distance", rf"{GROUP}{ON}{{0,7}}?{AFTER_ASIDE}{CUE}{NOT_OBJECT}", readings.participle),
    # Rebels killed the chief and six of his guards
    rule("object at a distance", rf"{ACTION}(?![c,bwt]){ON}{{0,7}}?(?<![Pbwfohst])[Dq]{{0,2}}#", readings.active),
    # Those who have fled the valley so far number more than 4,200
    rule("those who number", rf"h[BAM]*q*{PAST}{GAP}{{0,5}}[mW]t?#", readings.number_of),
    # The refugees, who now number about 31,000, had walked
    rule("who number", r"(?P<cue>C),?hq*[mW]q*#", readings.active),
    # The rebels put their own dead at 20
    rule("put its dead at", r"[RW][DxSLpC]{1,4}(?P<cue>[JV])P#", readings.active),
    # raised its death toll by five to 40
    rule("toll by and to", rf"{NOUN}bN_*t{TO}", readings.active),
    # Deaths in the first month alone: 400
    rule("noun and colon", rf"{NOUN}[^.;\"#NVG]{{0,8}};#", readings.after_noun),
    # He named the dead: my father, two brothers
    rule("list of the dead", rf"{NOUN};\"?(?:[DxXC]{{1,3}},c?){{1,4}}#", readings.active),
    # Arrested were, after a long chase in the hills, 14 poachers
    rule("inverted", rf"{PAST}B[^.;#NV]{{0,12}}#", readings.active),
    # Wounded: 58
    rule("label", r"(?P<cue>[YVJvC])[xCmoDq]{0,3}[;|-]{0,2}#", readings.active),
    # The blast injured, among others, 14 pupils
    rule("list after object", rf"(?P<cue>[VvGY])(?![bw])[^.;\"#NVGYRK]{{1,14}}(?:c|e|,[ce]?){TO}", readings.active),
    # killed the chief of Bama, elders said, along with six guards
    rule("along with", rf"{PAST}[^.;\"#NVGY]{{1,20}},?e{TO}", readings.active),
    # The arrest in Minsk of 70 students
    rule("noun of at a distance", r"D(?P<cue>v)[^.;\"#NVGYJ]{0,8}oD*#", readings.active),
    # Guards seized a Sahelian band of 12 rebels
    rule("object group of", rf"{ACTION}[DxXSLOC]{{1,4}}oD*#", readings.active),
    # Casualties were not given, although Khartoum put the figure at 300
    rule("number of nouns", r"m(?:[^.;#]{0,9}[WBV][tPqD]{0,3}|P?D?)#", readings.earlier_noun),
    # The 22,000-strong African Union force
    rule("strength", r"#(?:-_|_{2})", readings.strength),
    # France has 1,500 soldiers in Gao
    rule("held", r"A[Dqw]{0,2}#", readings.held),
    # There are still 7,000 rebels in the hills
    rule("there are", r"(?P<cue>q)B[Dq]{0,2}#", readings.existing),
    # home to 900,000 refugees
    rule("by nature", r"#_", readings.by_nature),
)
WHOLE: tuple[Rule[Asked, Found], ...] = (
    # Ten of the 12 civilian deaths
    rule("counted noun", r"#_", readings.head_noun),
    # Eight of the 12 wounded soldiers
    rule("modifier", r"#_", readings.modifier),
    # 12 of the 30 dead
    rule("whole killed", rf"#_*{CUE}{NOT_OBJECT}", readings.participle),
    # Eight of 12 hostages
    rule("by nature", r"#_", readings.by_nature),
    # 70 of 90 drones were shot down
    rule("launched whole", r"#_", readings.instrument),
)
