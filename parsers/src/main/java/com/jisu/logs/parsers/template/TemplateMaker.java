package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.api.ContainerLine;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.Tag;
import com.jisu.logs.parsers.container.DockerParser;
import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.AskedValues.Question;
import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.FieldFit;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.DecodedLine;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.ReadValue;
import com.jisu.logs.parsers.nginx.JsonAccessTemplate;
import com.jisu.logs.parsers.template.TrieNode.Constant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the shape of an event, and the template of its document, from how the rules made that document: each value in it
 * either is one of the event's, or stands in all events of the shape. Where there is anything else in it, or the rules
 * have asked more of the values than can be asked again, which the values know, there is no template.
 */
public final class TemplateMaker {

    private static final Key AGENT = Keys.known("agent");
    private static final Key HOST = Keys.known("host");
    private static final Key LOG = Keys.known("log");
    private static final Key FILE = Keys.known("file");
    private static final Key LOG_FILE = new Key("log.file", false);
    private static final Key FIELDS = Keys.known("fields");
    private static final Key METADATA = Keys.known("@metadata");
    private static final Key ECS = Keys.known("ecs");

    /** What a shipper says of itself in each event, and no rule looks into; the document's id is made of some. */
    private static final List<Key> CONSTANTS = Stream.of("agent", "host", "ecs", "input", "cloud", "kubernetes")
            .map(Keys::known)
            .toList();

    /** They are asked again of the line as a whole, and what is the same is a part of the shape. */
    private static final Set<Question> ASKED_OTHERWISE =
            Set.of(Question.ENGINE_TEXT, Question.ACCESS_LINE, Question.SAME);

    /** Kinds of access lines in JSON that are remembered. */
    private static final int MAX_ACCESS = 256;

    private final Arrival arrival;
    private final FieldFit fit;
    private final FieldTypes.Node root;
    private final JsonScanner scanner;
    private final TrieReader reader;
    private final EventValues values;
    private final List<Constant> constants = new ArrayList<>();
    private final Constant metadata = new Constant(METADATA, 1, false, null);
    private final Constant logFile;
    private final List<ReadValue> read = new ArrayList<>();
    private final AskedValues asked = new AskedValues();

    /** What was found in access lines in JSON, by that. */
    private final Map<List<Object>, JsonAccessTemplate.Found> accessFound = new HashMap<>();

    /** Those of which nobody has asked anything. */
    private final Set<Leaf> lists = Collections.newSetFromMap(new IdentityHashMap<>());

    // Of the event that is being parsed.
    private byte[] event;
    private EventMembers members;

    /** Whether the line has something to say of the event's own {@code ecs}, as loggers of ECS do. */
    private boolean ecsOfLine;

    private TrieNode last;
    private TrieNode lastLine;

    TemplateMaker(JsonScanner scanner, TrieReader reader, FieldTypes types, FieldFit fit, Arrival arrival) {
        this.arrival = arrival;
        this.fit = fit;
        this.root = types.root();
        this.scanner = scanner;
        this.reader = reader;
        this.values = new EventValues(scanner.repeatedObjects());
        for (Key name : CONSTANTS) {
            if (!types.hasAliasOf(name)) {
                constants.add(new Constant(name, 1, true, types.root().child(name)));
            }
        }
        FieldTypes.Node log = types.root().child(LOG);
        boolean free = !types.hasAliasOf(LOG, FILE);
        logFile = free ? new Constant(FILE, 2, true, log == null ? null : log.child(FILE)) : null;
    }

    /** Has it noted what becomes of the next event, until {@link #end}. */
    public void begin(byte[] nextEvent, Document document) {
        read.clear();
        asked.clear();
        event = nextEvent;
        scanner.note(read);
        document.note(asked);
    }

    public void end(Document document) {
        scanner.note(null);
        document.note(null);
    }

    /** Takes note of the event when it was read, before the rules change it. */
    public void take(JsonObject root) {
        members = new EventMembers(root);
    }

    /**
     * Adds what was learned of the event to the shapes that the reader knows.
     *
     * @param document as the rules have left it
     * @return whether there is a template more
     */
    boolean make(Document document, ParsedEvent parsed, DockerParser docker) {
        boolean access = asked.asked().stream().anyMatch(each -> each.question() == Question.ACCESS_LINE);
        boolean mayBe = asked.isAll()
                && (parsed.tags().isEmpty()
                        || (access || asked.isAccess()) && parsed.tags().equals(List.of(Tag.GEOIP_FAILURE)))
                && document.placement().tookWhole()
                && members.time() instanceof Leaf
                && (access || asked.isAccess() || document.timeReadFrom() != null)
                && members.isLineString();
        if (!mayBe) {
            return false;
        }
        try {
            findValues(access);
            // Where the file's path is missing nothing is known of the container; where it is there, there is.
            boolean container = parsed.logType().equals(docker.logType()) && docker.stream() != null;
            NoTemplateException.unless(!container || parsed.containerLine() != null);
            DocumentTemplate template = template(document, access, parsed, docker);
            lastLine = values.lineShape(reader.lines());
            last = values.eventShape(reader.events());
            DocumentTemplate known = last.template(lastLine);
            if (known != null && known.access() == null) {
                return false; // something in the event was new, but not its shape
            }
            // Of an access line that was odd there may be one which all others fail.
            last.setTemplate(lastLine, template);
            return true;
        } catch (NoTemplateException e) {
            return false;
        }
    }

    /** Whether this is the template that was made last. */
    boolean isLast(DocumentTemplate template) {
        return template != null && template == last.template(lastLine);
    }

    /** Takes the template that was made last back. */
    void undo() {
        last.setTemplate(lastLine, null);
    }

    private void findValues(boolean access) throws NoTemplateException {
        List<DecodedLine> lines = scanner.decodedLines();
        boolean nested = lines.size() < 2
                || lines.get(1).string().bytes() == lines.get(0).text().bytes();
        NoTemplateException.unless(nested && (lines.isEmpty() || lines.get(0).string() == members.message()));
        ecsOfLine = read.stream().anyMatch(value -> value.in() != event && value.depth() == 1 && value.isOf(ECS));
        refuseUnanswered();
        values.begin(event, lines, access);
        for (ReadValue value : read) {
            boolean ofEvent = value.in() == event;
            NoTemplateException.unless(ofEvent || value.depth() > 1 || !isOfConstant(value));
            if (asked.decides(value.value())) {
                values.addAlways(value.value());
            } else if (value.value() instanceof Leaf leaf) {
                addLeaf(leaf);
            } else if (ofEvent) {
                addObject(value);
            } else {
                // Members of objects in a list are among the values, but not in the document where they are.
                NoTemplateException.unless(value.value() instanceof JsonObject);
            }
        }
        for (AskedValues.Made made : asked.made()) {
            NoTemplateException.unless(made.of() == null || values.isAlways(made.of()));
            values.addAlways(made.value());
        }
        values.end();
    }

    private void addLeaf(Leaf leaf) throws NoTemplateException {
        if (leaf.kind() != Leaf.Kind.ARRAY) {
            values.addLeaf(leaf);
        } else if (asked.isOfAccess(leaf)) {
            values.addOnly(leaf);
        } else if (lists.contains(leaf)) {
            values.addList(leaf);
        } else {
            values.addAlways(leaf);
        }
    }

    /** The rules may have asked of a value what can not be asked again. Before anybody here asks any of them anything. */
    private void refuseUnanswered() throws NoTemplateException {
        AnsweredValues answered = new AnsweredValues(asked, members);
        lists.clear();
        for (ReadValue value : read) {
            if (value.again() != null && constant(value) != null) {
                answered.refuseOthers(value.again());
            } else if (value.value() instanceof Leaf leaf) {
                answered.refuseOthers(leaf);
                if (leaf.kind() == Leaf.Kind.ARRAY && !leaf.isAsked()) {
                    lists.add(leaf);
                }
            }
        }
    }

    /** Whether a line's name leads into the objects which are taken to be left alone: a plain value never does. */
    private boolean isOfConstant(ReadValue value) {
        if (value.key().isPlain() && value.value() instanceof Leaf leaf && leaf.isScalar()) {
            return false;
        }
        boolean hasFile = value.isOf(LOG) && value.value() instanceof JsonObject log && log.get(FILE) != null;
        return hasFile
                || value.isOf(LOG_FILE)
                || constants.stream().anyMatch(each -> !each.name().equals(ECS) && value.isOf(each.name()));
    }

    private void addObject(ReadValue value) throws NoTemplateException {
        NoTemplateException.unless(value.value() instanceof JsonObject);
        Constant constant = constant(value);
        if (constant != null) {
            values.addConstant(value, constant);
        } else if (value.again() != null) {
            values.addAlways(value.again());
        } else {
            NoTemplateException.unless(!value.key().equals(FIELDS)); // the rules look at what is in it
        }
    }

    private Constant constant(ReadValue value) {
        if (value.value() == members.file()) {
            return logFile;
        }
        if (value.depth() == 1 && value.key().equals(METADATA)) {
            return metadata;
        }
        if (ecsOfLine && value.key().equals(ECS)) {
            return null; // which is another one in the document
        }
        return constants.stream()
                .filter(each -> value.depth() == 1 && each.name().equals(value.key()))
                .findFirst()
                .orElse(null);
    }

    private DocumentTemplate template(Document document, boolean access, ParsedEvent parsed, DockerParser docker)
            throws NoTemplateException {
        DocumentPieces pieces = new DocumentPieces(root, values, members, arrival);
        NoTemplateException.unless(asked.zoneName() == null || values.isAlways(asked.zoneName()));
        boolean timeOfAccess = access || asked.isAccess() && document.timeReadFrom() == null;
        if (access) {
            pieces.cutAccess(document.root());
        } else if (asked.isAccess()) {
            pieces.cutAccessObject(document.root());
        } else {
            pieces.cut(document.root());
        }
        int[] objects = Stream.concat(constants.stream(), Stream.ofNullable(logFile))
                .mapToInt(values::number)
                .filter(number -> number != DocumentTemplate.NONE)
                .toArray();
        return new DocumentTemplate(
                pieces.pieces().constants(),
                pieces.pieces().places(),
                pieces.pieces().longTexts(),
                asked(),
                asked.zone(),
                objects,
                document.placement().eventLeaves() - values.leavesOfConstants(fit),
                values.numberOf((Leaf) members.time()),
                timeOfAccess ? DocumentTemplate.NONE : values.numberOf(document.timeReadFrom()),
                idParts(),
                parsed.logType(),
                parsed.containerLine() == null ? null : engineLine(parsed.containerLine(), docker),
                asked.isAccess() ? accessObject() : null);
    }

    private DocumentTemplate.AccessObject accessObject() throws NoTemplateException {
        int[] numbers = new int[asked.ofAccess().size()];
        for (int i = 0; i < numbers.length; i++) {
            Leaf value = asked.ofAccess().get(i).value();
            numbers[i] = value.kind() == Leaf.Kind.NULL ? DocumentTemplate.NONE : values.numberOf(value);
        }
        if (accessFound.size() == MAX_ACCESS) {
            accessFound.clear();
        }
        List<Object> kind = new ArrayList<>(List.of(asked.isAccessAnywhere()));
        asked.ofAccess().forEach(each -> kind.add(List.of(each.key(), each.rank(), each.taken())));
        return new DocumentTemplate.AccessObject(
                numbers,
                accessFound.computeIfAbsent(
                        kind, any -> new JsonAccessTemplate.Found(asked.isAccessAnywhere(), asked.ofAccess())));
    }

    private List<DocumentTemplate.Asked> asked() throws NoTemplateException {
        List<DocumentTemplate.Asked> all = new ArrayList<>();
        for (AskedValues.Asked each : asked.asked()) {
            if (ASKED_OTHERWISE.contains(each.question())) {
                continue;
            }
            if (each.question() == Question.HOST_NAME) {
                all.add(hostName());
                continue;
            }
            int number = values.number(each.value());
            if (number == DocumentTemplate.NONE) {
                // In all events of the shape the same; or of an object that is asked as a whole.
                NoTemplateException.unless(each.question() == Question.TYPE);
            } else {
                Leaf.Kind kind =
                        each.value().isString() ? Leaf.Kind.TEXT : each.value().kind();
                all.add(new DocumentTemplate.Asked(each.question(), number, kind, each.type()));
            }
        }
        return List.copyOf(all);
    }

    private DocumentTemplate.Asked hostName() throws NoTemplateException {
        int number = number(HOST);
        NoTemplateException.unless(number != DocumentTemplate.NONE);
        return new DocumentTemplate.Asked(Question.HOST_NAME, number, Leaf.Kind.OBJECT, null);
    }

    private DocumentTemplate.IdParts idParts() throws NoTemplateException {
        if (members.file() == null || !JsonValue.isPresent(members.offset())) {
            return null;
        }
        int agent = number(AGENT);
        int itsHost = number(HOST);
        int itsFile = logFile == null ? DocumentTemplate.NONE : values.number(logFile);
        boolean hostKnown = itsHost != DocumentTemplate.NONE || !JsonValue.isPresent(members.host());
        NoTemplateException.unless(agent != DocumentTemplate.NONE
                && itsFile != DocumentTemplate.NONE
                && hostKnown
                && members.offset() instanceof Leaf);
        return new DocumentTemplate.IdParts(
                agent, itsHost, itsFile, values.numberOf((Leaf) members.offset()), values.lineNumber());
    }

    private DocumentTemplate.EngineLine engineLine(ContainerLine line, DockerParser docker) throws NoTemplateException {
        JsonValue containerId = members.containerId();
        NoTemplateException.unless(
                idParts() != null && (containerId == null || values.isAlways(containerId)) && !line.cut());
        int otherBytes = line.textBytes() - values.bytesIn(docker.text());
        return new DocumentTemplate.EngineLine(
                values.numberOf(docker.stream()),
                containerId,
                docker.isEnded(),
                otherBytes,
                values.numbersIn(docker.text()));
    }

    private int number(Key constant) {
        for (Constant each : constants) {
            if (each.name().equals(constant)) {
                return values.number(each);
            }
        }
        return DocumentTemplate.NONE;
    }
}
