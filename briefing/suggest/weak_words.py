"""Words that stand in texts on every subject: that two texts share them says nothing.

Beyond the stop words: verbs, adjectives and nouns of general use, numerals, months. A word of any
one debate ("weapon", "school", "law") is never among them, however frequent. They count for the
order of suggestions, as any word does, but no suggestion rests on them and no reason names them.
"""

from __future__ import annotations

_WEAK = """
able above accept according account achieve across act action actual add affect again age ago
agree aim allow almost alone along already alternative always amount answer anyone anything apart
appear apply approach appropriate area argue argument around article ask aspect attempt author
available avoid away back bad base basic basis bear become begin behind believe belong benefit
best better big bit break bring broad build call came care carry case cause certain chance change
choice choose claim clear close come common compare complete concern consider consist contain
continue contribute correct count course cover create current cut day deal decide deep define
depend describe despite detail develop differ difficult direct done doubt draw due early easily
easy effect effort else employ enable encourage end enough ensure entire especially essential
establish event everyone everything exact example except exist expect explain extend extent extra
extreme face fact fail fall false far fast feel fill final find fine first fit fix follow
force form former forward found free front full fully fundamental gain general give given go goal
gone good great greater group grow guide half hand happen hard hear held help hence hide high
hold hope huge idea ideal immediate impact imply important impossible improve include increase
indeed individual inside instance instead intend interest involve issue join keep key kind know
known lack large last late later lay lead learn least leave left length let level lie light likely
limit line link list little live long look lose loss lot low main maintain major manage manner
mark matter maybe mean measure meet mention mere middle mind minor moment moreover mostly move
name natural near necessary need negative new next nobody none normal note nothing notice number
object obtain obvious occur offer often old open opinion oppose opposite option order ordinary
original others otherwise outcome outside overall part particular pass past pay people perfect
perhaps period permit person place plain plan play please point poor position possible potential
practice present prevent previous probably problem proceed process produce promote proper propose
prove provide purpose put quarter question quick quite raise range rarely rate rather reach read
ready real realise realize really reason receive recent recognise recognize reduce refer reflect
regard regardless relate remain remember remove repeat replace report represent require resolve
respect respond response rest result return reveal right rise role room rule run save second see
seek seem seen sense sent serious serve set several shape share short show side sight significant
similar simple simply single situation size small solution solve somehow someone something
sometimes soon sort speak specific spend spread stage stand start state stay step stop straight
strong subject succeed success suffer sufficient suggest support suppose sure surround take taken
talk task tell tend term thing think third time today together told tomorrow tool top total toward
tried trouble true truth turn type unable understand unless unlikely use user usual valid value
various view voice want way weak wear week weigh whatever whole wide win wish wonder word work
world worse worst worth write wrong year yesterday young zero
became began begun broke broken brought chose chosen drew drawn fell fallen felt gave grew grown hid
hidden hung kept knew laid lain led lost meant met paid ran rose risen said sat saw shown sought
spent spoke spoken stood taught thought threw told took understood went won wore worn written wrote
twice thrice two three four five six seven eight nine ten hundred thousand million billion january
february march april june july august september october november december monday tuesday wednesday
thursday friday saturday sunday
"""
WEAK = frozenset(_WEAK.split())
