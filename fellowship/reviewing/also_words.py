"""Names that are English words too: in small letters they are taken for the word, and stay to be read.

What is missing here costs a reader a word of an answer; what is here too much could leave somebody's name in it, typed
in small letters. So it has words that stand in many answers, and not each that some dictionary knows.
"""

_WORDS = """
abbey able about account ace adept after again age aged all also amber and angel any april are art arts ash august
autumn bacon badger baker ball band bank banks bar barber baron base basil bay beach bean bear beck bee bell bent
berry best bill bird birds bishop black blue bold bond book booker books booth born bough bow bowl box brain brand
bridge bridges bright brook brooks brown buck bud budge bull burn burns bush bust but butler by calm camp can cannon
canon car care case cash cat chamber chambers chance change chap chapel charity chase cheese cherry chief child chip
christian church clay clear clerk cliff close clove coach coal coffee cold cole coleman comfort constant cook cool
cooper copper corn cotton court cover cox craft crane crisp cross crow crown crystal cup daisy dale dash data dawn
day days deal dean dear deep deer delight did died dish do doe dolly don done dove down drake draper draw drew drive
driver drum dry duck duke dusk each eager earl early east eden elder else end eve even ever every eye fair fairy
faith falcon fall fan far farm farmer farrier fast fawn fee feel fell fern few fiddler field fields finch find fine
fire first fish fisher fit flag fletcher flood flora flower flowers fog for force ford foreman forest fortune foster
found fountain fox frank free freeman french friend from frost full gale game garden gardener garland garner gate
gates gem gene general get gift gill giver glad glass glory gold golden good goose grace grand grant grave graves
gray green grey grounds grove guest guide guy hail hale hall ham hammer hand hands happy hard hardy harm harmony
harper hart has have haven hawk hay hazel head heap heart heath heather held help her herb here heron hers hide high
hill hills him his hobby hold holder holiday holly home honey honour hood hook hope horn horse house how humble hunt
hunter hush ice ideal imp ink inn iris ivory ivy jack jade jasmine jay jet jewel job join jolly joy judge july june
just justice keen keep keeper kerb key keys kid kind king kit kitchen knight know lad lady lake lamb lamp lance land
lane large lark last late latter laurel law laws lead leader leaf learn leave led left legal less let level liberty
life light like lilac lily line lion list little live lives lock lodge long lord lot love low loyal luck lucky made
main major make male man manager mane manner manners many maple marble march mark market marks marsh marshal mason
mat mate may mayor meadow mean means meek mercer mercy merit merry met mild miles mill miller mind mint miss mist
mole moon moor more morning moss most moth mountain much mule must myrtle nail near need never new next nice nick
night nightingale noble none noon norm north not note now nurse nut oak oats off offer often oil old olive one onion
only opal open orange organ other our out over own owner pace page pages pain painter pale palm pansy paradise park
parks parson part parts pass past pat path patience peace peach peacock pear pearl penny pepper petty pick pike
pilgrim pine pink pitt place plain play plum point pole pool poor pope poppy port porter potter pound power powers
praise present pretty price pride prime prince prior process proud prudence prudent pull purple put queen quest
quick quiet quince rain rainbow range ranger raven ray reach read reader reading ready rebel red reed reeves rest
rice rich riches right ring rise river rivers road roads robin rock rod role roman rook rose rosemary round rowan
rower royal ruby rule rush rust sad saddler safe saffron sage sail saint sales salt same sand sands sandy savage
savannah save say scarlet school scope score scott sea seal see seed sell senior serene set shade shall sharp she
shepherd shine ship shirt shoe shore short shot show side silk silver sing single sir site skill skip sky slack
slate sleep slow small smart smooth snow so soft soldier some son song soon sorrel south spark sparks sparrow speak
speed spring spur squire stable stack staff star stark start state steel step sterling still stock stone stones
storm strange street strong such sue summer summers sun sunny super sure swan sweet swift sword table tall tanner
task taste teal team tell temple ten term test than that the them then they thin thing think thorn thrift thrush
tide tiger timber time tin today toil told too took top tower towers town trade train travel tree trip true trust
try tucker tulip turn turner two unity use used vale van venture very victor victory vine violet vision wade wait
walk walker wall walls want war ward warden wards warm was wash watch water waters wave way weal weaver webb week
well wells were west wheel wheeler when while white who why wild will willing willow wind window wine winter winters
wise wish with wolf woman wonder wood wooden woods word words work workman world worth wren write year yes yet york
you young your zest
"""
ALSO_WORDS = frozenset(_WORDS.split())
