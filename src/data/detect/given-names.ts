/** Given names that are common in some country and rarely anything else, in lower case. */
export const givenNames: ReadonlySet<string> = new Set(
  (
    'aaron abdul abigail ada adam adrian agata agnes agnieszka ahmad ahmed aisha akira alan albert alberto alejandra alejandro ' +
    'aleksander alessandra alessandro alex alexander alexandra alexandre alfred ali alice alicia alina alison allison amanda ' +
    'amélie amelia amina amir amit amy ana anastasia anders andré andrea andreas andrei andrew andrzej andy angela angelika ' +
    'anil anita anja ann anna anne annika anthony antoine anton antonio anya ariana arjun arthur astrid audrey axel ayşe ' +
    'barbara bart beata beatrice ben benedikt benjamin bernd bernhard beth betty bianca birgit björn bob brandon brenda brian ' +
    'brigitte bruno camille carl carla carlos carmen carol carolina caroline catarina catherine cecilia céline charles ' +
    'charlotte chen chloé chloe chris christian christina christine christoph christopher cindy claire clara claudia claudio ' +
    'clément colin craig cristina cynthia dagmar daniel daniela danielle david deborah debra dennis derek diana diego dieter ' +
    'dimitri dmitri dominik dominique donald donna dorothy douglas edith eduardo edward elena eleanor elisabeth elise elizabeth ' +
    'elke ella ellen emil emilia emily emma enrico eric erica erik erika ernesto esther ethan eugene eva evelyn ewa fabian ' +
    'fatima federica federico felix fernanda fernando filip fiona florian frances francesca francesco francisco françois frank ' +
    'franz fred frederic frédéric friedrich gabriel gabriela gareth gary geoffrey georg george georgia gerald gerard gerhard ' +
    'giovanni giulia giuseppe gloria graham greg gregory grzegorz guillaume gustav hana hanna hannah hans harald harold harry ' +
    'hassan heather heidi heike heinrich heinz helen helena helga helmut henri henrik henry herbert hiroshi holger hugo hussein ' +
    'ian ibrahim igor ines inga ingrid irene irina isabel isabella isabelle ivan jack jacob jacqueline jacques jakob jakub james ' +
    'jamie jan jana jane janet janice jason javier jean jeff jeffrey jennifer jens jeremy jerry jesse jessica jill jim joachim ' +
    'joan joanna joão joe joel johan johann johanna john johnny jonas jonathan jörg jorge josé josef joseph joshua joyce juan ' +
    'juanita judith judy julia julian julie jürgen justin justyna kai karen karim karin karl karolina katarzyna kate katharina ' +
    'katherine kathleen katja kavita keith kelly kenneth kenji kerstin kevin khalid kim kimberly klaus konrad kristin krzysztof ' +
    'kumar kurt kyle lars laura lauren laurent lea leah lena leo leon leonardo leonie liam lina linda lisa lorenzo louis louise ' +
    'luca lucas lucia luigi luis luisa lukas lukasz lydia maciej magdalena maja malik manfred manuel marc marcel marco marcus ' +
    'margaret maria mariam marie marina mario marion marek mark markus marta martha martin martina mary marzena mateusz mathieu ' +
    'matteo matthew matthias maurice max maximilian mehmet mei melanie melissa michael michał michel michelle miguel mike mikael ' +
    'mikhail mila milan miriam mohamed mohammad mohammed monica monika moritz muhammad mustafa nadia nadine nancy naomi natalia ' +
    'natalie natasha nathan neha neil nicholas nick nicola nicolas nicole niklas nikolai nils nina noah nora norbert olaf oleg ' +
    'olga oliver olivia olivier omar oscar oskar pablo pamela paola paolo patricia patrick paul paula paulina pavel pedro peter ' +
    'petra philip philipp philippe pierre piotr priya rachel rafael rahul raj rajesh ralf ralph ramesh ravi raymond rebecca ' +
    'regina reinhard renate ricardo riccardo richard rita robert roberta roberto robin rodrigo roger roland rolf roman ronald ' +
    'rosa rosemary roxana rudolf ryan sabine sally salma samantha samira samuel sandra sanjay sara sarah sascha satoshi scott ' +
    'sean sebastian sergei sergio sharon shirley silvia simon simone sofia sonia sophia sophie stefan stefania stephan stephanie ' +
    'stephen steven stuart sunil susan susanne suresh svetlana sven sylvia sylvie takashi tamara tanja tania tatiana terence ' +
    'teresa theresa thomas thorsten tim timothy tina tobias tom tomasz tracy ulrich ursula ute uwe valentina valeria vanessa vera ' +
    'verena veronica victor victoria vijay vincent virginia vladimir walter wanda wei werner wilhelm william wolfgang xavier yann ' +
    'yasmin yoko yolanda yuki yusuf yves yvonne zoe zoé zofia zuzana'
  ).split(' '),
)
