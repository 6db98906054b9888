"""First names: how people's names begin, so that "Henry Ford" is no carmaker. Data, in small letters."""

from __future__ import annotations


def _items(text: str) -> frozenset[str]:
    return frozenset(item.strip() for line in text.strip().splitlines() for item in line.split("|") if item.strip())


GIVEN_NAMES = _items("""
    aaron|abhay|adam|adrian|ahmed|aicha|akio|alan|albert|alejandro|alex|alexander|alexandra|alexei|alfred|ali|alice
    alison
    amanda|amber|amit|amnon|amy|ana|anand|andrea|andreas|andrei|andrew|andy|angela|anil|anita|ann|anna|anne|annie
    anthony
    anton|antonio|arjun|arkady|arnaud|arnd|arno|arthur|ashley|astrid|audrey|barbara|barry|beat|ben|benjamin|benoît
    benoit
    bernard|bernd|beth|betty|bibop|bill|bob|boris|brad|brandon|brent|brett|brian|britta|bruce|bruno|bryan|carl|carla
    carlos
    carlo|carmen|carol|caroline|carolin|cathy|catherine|cecilia|cetin|charles|charlie|charlotte|cheng|chris
    christian|christiane
    christina|christine|christoph|christophe|christopher|claire|clara|claude|claudia|claus|colin|connie|craig
    cynthia|dan|dana
    daniel|daniela|danielle|dara|darrel|darren|darryl|dave|david|dean|deborah|debra|denis|dennis|derek|diana|diane
    didier|diego
    dieter|dietmar|dirk|dmitri|dmitry|don|donald|donna|doris|doug|douglas|duncan|dylan|ed|eddie|edith|eduardo|edward
    edwin
    elaine|elena|eli|elisabeth|elizabeth|ellen|elmar|elon|emily|emma|enrico|eric|erik|ernst|esther|eugene|eva|evan
    evelyn
    fabian|felix|fernando|florian|frances|francesco|francis|francisco|franck|françois|francois|frank|franz|fred
    frederic
    frédéric|friedrich|gabriel|gabriele|gary|gavin|geoff|georg|george|georges|gerald|gerard|gerhard|giles|gilles
    gill|giovanni
    glen|glenn|gloria|gordon|gottlieb|graham|greg|gregor|gregory|guenter|guido|guillaume|günter|gwen|hakan|håkan
    hans|harald
    harold|harri|harrie|harrison|harry|heather|heidi|heike|heiko|heinrich|heinz|helen|helena|helmut|hendrik|henri
    henrik|henry
    herbert|hermann|hideki|hideo|hildegard|hinrich|hiroshi|hiroto|holger|howard|hubert|hugh|hugo|ian|igor|ilya
    ingrid|irene
    isabel|isabelle|itay|ivan|jack|jackie|jacob|jacques|jaime|jake|jakob|james|jamie|jan|jane|janet|janice|jason
    javier|jay
    jean|jeff|jeffrey|jen|jenny|jennifer|jens|jensen|jeremy|jerome|jérôme|jerry|jesse|jessica|jill|jim|jimmy
    jitendra|joachim
    joan|joanna|jochen|joe|joel|joerg|johan|johann|johannes|john|johnny|jon|jonas|jonathan|jörg|jorge|jose|josé
    josef|joseph
    josh|joshua|joy|joyce|juan|judith|judy|juergen|jürgen|julia|julian|julie|jun|junichi|jürg|justin|kai|karen|karim
    karin|karl
    karsten|kasper|kate|katherine|kathleen|kathryn|kathy|katie|katja|kazuhiro|keiichi|keith|kelly|ken|kenichi|kenji
    kenneth
    kenta|kerry|kevin|kim|kirsten|kirk|klaus|koji|konrad|kristin|kristen|kurt|kyle|lance|lara|larry|lars|laura
    lauren|laurence
    laurent|laurie|leah|lee|leo|leon|leonard|leslie|lewis|lila|linda|lisa|liz|logan|lorenzo|lou|louis|louise|luc
    luca|lucas
    luis|luke|lutz|lydia|lynn|magnus|makoto|manfred|manuel|marc|marcel|marco|marcus|margaret|margarita|margret|maria
    mariana
    marie|marina|mario|mark|markus|martha|martin|martina|marty|martijn|mary|masayoshi|mathias|matt|matthew|matthias
    matthieu
    maureen|maurice|max|megan|mei|melanie|melissa|mia|michael|michel|michele|michelle|miguel|mika|mike|mikhail|mina
    mitch
    mohamed|mohammed|mohit|molly|monica|monika|morten|mukesh|nadia|nakul|nancy|naoki|natalie|nathan|nathaniel|neil
    nick
    nicholas|nicola|nicolai|nicolas|nicole|niels|nigel|nikesh|nikola|nikolai|nils|nina|nitin|noah|noel|nora|norbert
    norman
    olaf|ola|oleg|oliver|olivier|olga|oscar|osamu|otmar|owen|pablo|pamela|pat|patricia|patrick|paul|paula|paulo
    pavel|paz|pedro
    peggy|penny|perry|pete|peter|petr|petra|phil|philip|philipp|philippe|phillip|pierre|piotr|polly|prashant|preston
    priya
    rachel|rafael|rafaela|rahul|raj|rajeev|rajesh|ralf|ralph|ramona|randy|raphael|ravi|ray|raymond|rebecca|reiner
    reinhard|rené
    rene|ricardo|rich|richard|rick|rob|robert|roberta|roberto|robin|rod|roger|roland|rolf|roman|ron|ronald|rory|rose
    ross|roy
    ruben|rudolf|rudy|rupert|russ|russell|ruth|ryan|sabine|sacha|sally|salvatore|sam|samantha|samir|samuel|sandra
    sandy|sanjay
    sanjeev|sara|sarah|sascha|satoshi|satya|scott|sean|sebastian|sergei|sergey|sergio|seth|shai|shane|shannon|sharon
    shashi
    shaun|shawn|sheila|shelley|sheryl|shigeki|shinichi|shinji|shirley|sidney|silke|silvia|simon|simone|sofia|sonia
    sophia
    sophie|soichiro|stacy|stan|stanley|stefan|stefano|steffen|stella|stephan|stephanie|stephane|stéphane|stephen
    sterling|steve
    steven|stewart|stuart|sue|sundar|sunil|susan|susanne|suzanne|sven|swamy|sylvia|takahiro|takeshi|tamara|tanya
    tara|taro
    tatsuro|ted|tekedra|terrence|terri|terry|tess|thea|theodore|theresa|therese|thierry|thilo|thomas|thorsten|tim
    timo|timothy
    tina|tobias|todd|tom|tommy|toni|tony|torsten|toshihiro|tracy|travis|trevor|trish|tyler|udo|ulrich|ulrike|urs
    ursula|ute
    valerie|vanessa|vera|vernon|veronica|vicki|vickie|victor|victoria|vijay|vikram|vincent|viktor|vladimir|volker
    volkmar|walter
    warren|wayne|wendy|werner|wilfried|wilhelm|willem|william|wolf|wolfgang|xavier|yann|yasuhiro|yoshiaki|yoshihisa
    yuki|yuri
    yutaka|yves|yvonne|zach|zachary|zhang|wang|liu|xu|zhao|huang|zhou|yang|jiang|peng|zheng|deng|xiao|dong|robin|qi
    lei|jun|wei
    cao|chen|lin|luo|shen|tang|xie|yu|zhu|feng|guo|guan|lou|ren|hu|ma|han|bao|cui|fan|gao|hou|jia|kang|liang|lu|mao
    ning|pan|qian
    kang|park|choi|jung|cho|kwon|shim|song|yoon|jin|chung|euisun|sung|min|young|soo|hyun
""") - {"beat", "ola", "may", "will"}  # fmt: skip
"""First names (and Chinese and Korean surnames, which come first) that open a person's name in two words or more."""

NEVER_OPENS_PERSON = _items(
    "grant|bill|mark|drew|rich|chase|rose|jordan|dean|lance|sterling|ray|pat|joy|max|sue|young|min|song|lu|ning"
)
"""Given names that are also words: they open a person's name only inside a sentence."""
