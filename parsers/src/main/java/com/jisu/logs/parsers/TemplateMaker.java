package com.jisu.logs.parsers;

import com.jisu.logs.parsers.Shape.Constant;
import com.jisu.logs.parsers.Shape.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the shape of an event, and the template of its document, from how the rules made that document: each value in
 * it either is one of the event's, or stands in all events of the shape. Where anything else is in it there is no template.
 */
final class TemplateMaker {

    private static final Key AGENT = Keys.known("agent");
    private static final Key HOST = Keys.known("host");
    private static final Key LOG = Keys.known("log");
    private static final Key FILE = Keys.known("file");
    private static final Key FIELDS = Keys.known("fields");
    private static final Key OFFSET = Keys.known("offset");
    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key MESSAGE = Keys.known("message");
    private static final Key METADATA = Keys.known("@metadata");
    private static final Key CONTAINER = Keys.known("container");
    private static final Key ID = Keys.known("id");

    private static final Key ENVIRONMENT = Keys.known("environment");
    private static final Key SERVICE = Keys.known("service");

    /** Names of what is put into the document of an access line. */
    private static final Set<Key> ACCESS_NAMES = Stream.of(
                    "source", "user", "http", "url", "event", "nginx", "user_agent", "environment", "service", "tags")
            .map(Keys::known)
            .collect(Collectors.toUnmodifiableSet());

    /** What a shipper says of itself in each event, and no rule for lines looks into. */
    private static final List<String> CONSTANTS = List.of("agent", "host", "ecs", "input", "cloud", "kubernetes");

    /** A value's place in the event's bytes, without quotes. */
    private record Place(int from, int to, Slot slot, Constant constant) {}

    private static final class NoTemplateException extends Exception {
        private static final long serialVersionUID = 1L;

        private NoTemplateException() {
            super("the document depends on more than the shape", null, false, false);
        }
    }

    private final JsonScanner scanner;
    private final ShapeReader reader;
    private final FieldTypes types;
    private final List<Constant> constants = new ArrayList<>();
    private final Constant metadata = new Constant(METADATA, 1, null);
    private final Constant logFile;
    private final ReadValues read = new ReadValues();
    private final AskedValues asked = new AskedValues();

    // Of the event that is being parsed, as it came.
    private byte[] event;
    private JsonValue time;
    private JsonValue message;
    private JsonValue container;
    private final List<Key> names = new ArrayList<>();
    private boolean hasFile;
    private boolean hasHost;
    private JsonValue offset;

    // What is found out of it.
    private final Map<JsonValue, Place> objects = new IdentityHashMap<>();
    private final Set<JsonValue> always = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Place> eventPlaces = new ArrayList<>();
    private final List<Place> linePlaces = new ArrayList<>();
    private List<DecodedLine> lines = List.of();
    private int[][] origins = {};
    private JsonOutput piece;
    private List<byte[]> pieces;
    private List<Integer> places;
    private boolean accessLine;
    private Shape last;
    private Shape lastLine;

    TemplateMaker(JsonScanner scanner, ShapeReader reader, FieldTypes types) {
        this.scanner = scanner;
        this.reader = reader;
        this.types = types;
        for (String name : CONSTANTS) {
            constants.add(new Constant(Keys.known(name), 1, types.root().child(Keys.known(name))));
        }
        FieldTypes.Node log = types.root().child(LOG);
        logFile = new Constant(FILE, 2, log == null ? null : log.child(FILE));
    }

    /** Has it noted what becomes of the next event, until {@link #end}. */
    void begin(byte[] nextEvent, Document document) {
        read.clear();
        asked.clear();
        event = nextEvent;
        scanner.note(read);
        document.note(asked);
    }

    void end(Document document) {
        scanner.note(null);
        document.note(null);
    }

    /** Takes note of an event that was read, before the rules change it. */
    void take(JsonObject root) {
        time = root.get(TIMESTAMP);
        message = root.get(MESSAGE);
        hasHost = JsonValue.isPresent(root.get(HOST));
        JsonObject log = root.object(LOG);
        hasFile = log != null && log.object(FILE) != null;
        offset = log == null ? null : log.get(OFFSET);
        JsonValue itsContainer = root.get(CONTAINER);
        container = itsContainer instanceof JsonObject object ? object.get(ID) : null;
        names.clear();
        for (int i = 0; i < root.size(); i++) {
            if (!root.key(i).equals(METADATA)) {
                names.add(root.key(i));
            }
        }
    }

    /**
     * Adds what was learned of the event to the shapes that the reader knows.
     *
     * @return whether there is a template for such events now
     */
    boolean make(Document document, ParsedEvent parsed, DockerParser docker) {
        accessLine = document.timeReadFrom() == null;
        boolean simple = asked.isAll()
                && (parsed.tags().isEmpty() || accessLine && parsed.tags().equals(List.of(Tag.GEOIP_FAILURE)))
                && document.placement().tookWhole()
                && time instanceof Leaf
                && (message == null || message instanceof Leaf leaf && leaf.kind() == Leaf.Kind.STRING);
        if (!simple) {
            return false;
        }
        try {
            findLines();
            findPlaces();
            DocumentTemplate template = template(document, parsed, docker);
            lastLine = linePlaces.isEmpty() ? null : lineShape();
            last = eventShape();
            if (last.template(lastLine) != null) {
                return false; // something in the event was new, but not its shape
            }
            last.setTemplate(lastLine, template);
            return true;
        } catch (NoTemplateException e) {
            return false;
        }
    }

    /** Takes the template that was made last back. */
    void undo() {
        last.setTemplate(lastLine, null);
    }

    /** Finds out where in the event the bytes of its decoded lines come from. */
    private void findLines() throws NoTemplateException {
        lines = List.copyOf(scanner.decodedLines());
        check(lines.isEmpty() || lines.get(0).string() == message);
        check(lines.size() < 2
                || lines.get(1).string().bytes() == lines.get(0).text().bytes());
        origins = new int[lines.size()][];
        for (int i = 0; i < lines.size(); i++) {
            Leaf string = lines.get(i).string();
            origins[i] = origins(string, lines.get(i).text().to());
        }
    }

    /** For each byte of a string's text, and for what follows it, its offset in the event. */
    private int[] origins(Leaf string, int length) throws NoTemplateException {
        int[] offsets = new int[length + 1];
        byte[] json = string.bytes();
        int at = string.from() + 1;
        for (int i = 0; i < length; i++) {
            offsets[i] = origin(json, at);
            if (json[at] == '\\') {
                check(json[at + 1] != 'u');
                at++;
            }
            at++;
        }
        check(at == string.to() - 1);
        offsets[length] = origin(json, at);
        return offsets;
    }

    private int origin(byte[] text, int at) throws NoTemplateException {
        if (text == event) {
            return at;
        }
        for (int i = 0; i < origins.length; i++) {
            if (origins[i] != null && lines.get(i).text().bytes() == text) {
                return origins[i][at];
            }
        }
        throw new NoTemplateException();
    }

    private static void check(boolean holds) throws NoTemplateException {
        if (!holds) {
            throw new NoTemplateException();
        }
    }

    /** Says which of the event's values are looked at when the next such event comes; all others are in its shape. */
    private void findPlaces() throws NoTemplateException {
        objects.clear();
        always.clear();
        eventPlaces.clear();
        linePlaces.clear();
        for (ReadValues.Value value : read.values()) {
            boolean ofLine = value.in() != event;
            if (ofLine && value.depth() == 1) {
                check(!namesConstant(value));
            }
            if (value.value() instanceof JsonObject object) {
                if (!ofLine) {
                    findObject(value, object);
                }
            } else if (value.value() instanceof Leaf leaf) {
                findLeaf(value, leaf);
            } else {
                throw new NoTemplateException(); // an array of objects, whose members are among the values
            }
        }
        check(!accessLine || lines.size() == 1 && linePlaces.isEmpty());
        for (int i = 0; i < lines.size() && !accessLine; i++) {
            findText(lines.get(i).string());
        }
        check(eventPlaces.size() < ShapeReader.MAX_VALUES - 1 && linePlaces.size() < ShapeReader.MAX_VALUES);
        eventPlaces.sort(Comparator.comparingInt(Place::from));
        linePlaces.sort(Comparator.comparingInt(Place::from));
    }

    /** Whether a line has a name that leads into the objects which are taken to be left alone. */
    private boolean namesConstant(ReadValues.Value value) {
        FieldTypes.Node node = types.root().child(value.key());
        String name = value.key().name();
        if (node != null && node.type() == FieldTypes.Type.ALIAS) {
            name = String.join(
                    ".", Arrays.stream(node.aliasPath()).map(Key::name).toList());
        }
        String[] parts = name.split("\\.", 3);
        boolean intoFile = parts[0].equals("log") && (parts.length == 1 || parts[1].equals("file"));
        return CONSTANTS.contains(parts[0]) || (intoFile && !(value.value() instanceof Leaf));
    }

    private void findObject(ReadValues.Value value, JsonObject object) throws NoTemplateException {
        Constant constant = constant(value);
        RepeatedObjects.Seen seen =
                scanner.repeatedObjects().find(value.key(), value.depth() + 1, event, value.from(), event.length);
        boolean known = seen != null && seen.object() != null;
        if (constant != null) {
            check(known);
            Place place = new Place(value.from(), value.to(), Slot.OBJECT, constant);
            objects.put(object, place);
            eventPlaces.add(place);
        } else if (known) {
            addAlways(object);
            addAlways(seen.object());
        } else {
            check(!value.key().equals(FIELDS)); // rules look into it
        }
    }

    private Constant constant(ReadValues.Value value) {
        if (value.depth() == 1 && value.key().equals(METADATA)) {
            return metadata;
        }
        if (value.depth() == 2) {
            return hasFile && value.key().equals(FILE) ? logFile : null;
        }
        for (Constant each : constants) {
            if (value.depth() == 1 && each.name().equals(value.key())) {
                return each;
            }
        }
        return null;
    }

    private void findLeaf(ReadValues.Value value, Leaf leaf) throws NoTemplateException {
        if (lines.stream().anyMatch(line -> line.isOf(leaf))) {
            return;
        }
        Slot slot = switch (leaf.kind()) {
            case STRING -> leaf.has(Leaf.ESCAPED) ? null : Slot.TEXT;
            case NUMBER -> Slot.NUMBER;
            case BOOLEAN -> Slot.BOOLEAN;
            default -> null;
        };
        if (slot == null) {
            always.add(leaf);
            return;
        }
        int quote = slot == Slot.TEXT ? 1 : 0;
        addPlace(leaf.bytes(), leaf.from() + quote, leaf.to() - quote, slot);
    }

    /** Of an event they are the same in each; in lines, where they are messages, they are not. */
    private Slot escaped(ReadValues.Value value) throws NoTemplateException {
        check(value.in() == event);
        return null;
    }

    private void addPlace(byte[] text, int from, int to, Slot slot) throws NoTemplateException {
        int begin = origin(text, from);
        int end = begin + to - from;
        check(origin(text, to) == end);
        (text == event ? eventPlaces : linePlaces).add(new Place(begin, end, slot, null));
    }

    /** A line that is no JSON is a text up to its end, or to the line break there. */
    private void findText(Leaf string) throws NoTemplateException {
        int begin = origin(string.bytes(), string.from()) + 1;
        int end = origin(string.bytes(), string.to() - 1);
        boolean json = linePlaces.stream().anyMatch(place -> place.from() >= begin && place.to() <= end);
        if (json) {
            return;
        }
        check(string.bytes() != event);
        int plain = string.from() + 1;
        while (string.bytes()[plain] != '\\' && string.bytes()[plain] != '"') {
            plain++;
        }
        addPlace(string.bytes(), string.from() + 1, plain, Slot.TEXT);
        boolean whole = plain == string.to() - 1;
        boolean lineBreak = plain == string.to() - 3 && string.bytes()[plain + 1] == 'n';
        check(whole || lineBreak);
    }

    private void addAlways(JsonValue value) {
        always.add(value);
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                addAlways(object.value(i));
            }
        } else if (value instanceof JsonArray array) {
            array.elements().forEach(this::addAlways);
        }
    }

    private Shape lineShape() {
        Leaf string = lines.get(0).string();
        return shape(reader.lines(), linePlaces, string.from() + 1, string.to() - 1, Slot.LINE_END);
    }

    private Shape eventShape() {
        List<Place> all = new ArrayList<>(eventPlaces);
        if (hasLine()) {
            Leaf string = lines.get(0).string();
            Slot slot = accessLine ? Slot.TEXT_LINE : Slot.LINE;
            all.add(new Place(string.from() + 1, string.to() - 1, slot, null));
            all.sort(Comparator.comparingInt(Place::from));
        }
        return shape(reader.events(), all, 0, event.length, Slot.END);
    }

    private boolean hasLine() {
        return accessLine || !linePlaces.isEmpty();
    }

    private Shape shape(Shape begin, List<Place> all, int from, int to, Slot end) {
        Shape shape = begin;
        int at = from;
        for (Place place : all) {
            shape = shape.next(Arrays.copyOfRange(event, at, place.from()), place.slot(), place.constant());
            at = place.to();
        }
        return shape.next(Arrays.copyOfRange(event, at, to), end, null);
    }

    private DocumentTemplate template(Document document, ParsedEvent parsed, DockerParser docker)
            throws NoTemplateException {
        final JsonObject root = document.root();
        piece = new JsonOutput(1024);
        pieces = new ArrayList<>();
        places = new ArrayList<>();
        final JsonValue documentTime = root.get(TIMESTAMP);
        if (accessLine) {
            writeAccess(root, documentTime);
        } else {
            write(root, documentTime);
        }
        pieces.add(piece.toByteArray());

        int[] numbers = eventPlaces.stream()
                .filter(place -> place.constant() != null && place.constant() != metadata)
                .mapToInt(this::number)
                .toArray();
        int ofObjects = 0;
        for (Map.Entry<JsonValue, Place> object : objects.entrySet()) {
            ofObjects += object.getValue().constant() == metadata ? 0 : leaves(object.getKey());
        }
        return new DocumentTemplate(
                pieces.toArray(byte[][]::new),
                places.stream().mapToInt(Integer::intValue).toArray(),
                asked(),
                numbers,
                document.placement().eventLeaves() - ofObjects,
                number((Leaf) time),
                accessLine ? DocumentTemplate.NONE : number(document.timeReadFrom()),
                idParts(),
                parsed.logType(),
                parsed.containerLine() == null ? null : engineLine(parsed.containerLine(), docker));
    }

    private static int leaves(JsonValue value) {
        if (value instanceof JsonObject object) {
            int sum = 0;
            for (int i = 0; i < object.size(); i++) {
                sum += leaves(object.value(i));
            }
            return sum;
        }
        return value instanceof JsonArray array
                ? array.elements().stream().mapToInt(TemplateMaker::leaves).sum()
                : 1;
    }

    private List<DocumentTemplate.Asked> asked() throws NoTemplateException {
        List<DocumentTemplate.Asked> all = new ArrayList<>();
        for (AskedValues.Asked each : asked.asked()) {
            int number = always.contains(each.value()) ? DocumentTemplate.NONE : numberOrNone(each.value());
            if (number != DocumentTemplate.NONE) {
                Leaf.Kind kind =
                        each.value().isString() ? Leaf.Kind.TEXT : each.value().kind();
                all.add(new DocumentTemplate.Asked(each.question(), number, kind, each.type()));
            } else {
                // In all events of the shape the same, or of an object that is asked as a whole.
                check(each.question() == AskedValues.Question.TYPE);
            }
        }
        return List.copyOf(all);
    }

    private DocumentTemplate.IdParts idParts() throws NoTemplateException {
        boolean byPosition = !hasFile || !JsonValue.isPresent(time) || !JsonValue.isPresent(offset);
        if (byPosition) {
            return null;
        }
        check(message instanceof Leaf && hasLine());
        int agent = number(constants.get(0));
        int host = number(constants.get(1));
        check(agent != DocumentTemplate.NONE && (host != DocumentTemplate.NONE || !hasHost));
        int file = number(logFile);
        check(file != DocumentTemplate.NONE && offset instanceof Leaf);
        return new DocumentTemplate.IdParts(agent, host, file, number((Leaf) offset), lineNumber());
    }

    private DocumentTemplate.EngineLine engineLine(ContainerLine line, DockerParser docker) throws NoTemplateException {
        check(container == null || always.contains(container));
        check(idParts() != null);
        Leaf text = docker.text();
        int from = origin(text.bytes(), text.from());
        int to = origin(text.bytes(), text.to());
        int first = ShapeReader.LINE;
        while (linePlaces.get(first - ShapeReader.LINE).from() < from) {
            first++;
        }
        int last = first;
        int bytes = 0;
        for (int i = first - ShapeReader.LINE;
                i < linePlaces.size() && linePlaces.get(i).to() <= to;
                i++) {
            last = i + ShapeReader.LINE;
            bytes += linePlaces.get(i).to() - linePlaces.get(i).from();
        }
        return new DocumentTemplate.EngineLine(
                number(docker.stream()), container, line.cut(), line.textBytes() - bytes, first, last);
    }

    private void write(JsonValue value, JsonValue documentTime) throws NoTemplateException {
        if (value == documentTime) {
            piece.write('"');
            cut(DocumentTemplate.TIME);
            piece.write('"');
        } else if (always.contains(value)) {
            piece.value(value);
        } else if (objects.containsKey(value)) {
            cut(number(objects.get(value)));
        } else if (value instanceof JsonObject object) {
            piece.write('{');
            for (int i = 0; i < object.size(); i++) {
                piece.name(object.key(i), i);
                write(object.value(i), documentTime);
            }
            piece.write('}');
        } else {
            check(value instanceof Leaf);
            Leaf leaf = (Leaf) value;
            if (leaf == message) {
                piece.write('"');
                cut(lineNumber());
                piece.write('"');
            } else if (leaf.isString()) {
                piece.write('"');
                cut(number(leaf));
                piece.write('"');
            } else {
                cut(number(leaf));
            }
        }
    }

    /** The event's own members, what the line says, and what else the event says for it. */
    private void writeAccess(JsonObject root, JsonValue documentTime) throws NoTemplateException {
        check(names.stream().noneMatch(ACCESS_NAMES::contains) && root.size() > names.size());
        piece.write('{');
        for (int i = 0; i < root.size(); i++) {
            boolean ofEvent = i < names.size();
            check(!ofEvent || root.key(i) == names.get(i));
            if (i == names.size()) {
                cut(DocumentTemplate.ACCESS);
            }
            if (ofEvent || !ofLine(root.key(i))) {
                piece.name(root.key(i), i);
                write(root.value(i), documentTime);
            }
        }
        piece.write('}');
    }

    private static boolean ofLine(Key name) {
        return ACCESS_NAMES.contains(name) && !name.equals(ENVIRONMENT) && !name.equals(SERVICE);
    }

    private void cut(int place) {
        pieces.add(piece.toByteArray());
        piece.reset();
        places.add(place);
    }

    private int lineNumber() throws NoTemplateException {
        check(hasLine());
        int from = lines.get(0).string().from();
        int number = 0;
        while (number < eventPlaces.size() && eventPlaces.get(number).from() < from) {
            number++;
        }
        return number;
    }

    private int number(Leaf leaf) throws NoTemplateException {
        int number = numberOrNone(leaf);
        check(number != DocumentTemplate.NONE);
        return number;
    }

    private int numberOrNone(Leaf leaf) throws NoTemplateException {
        int quote = leaf.kind() == Leaf.Kind.STRING ? 1 : 0;
        boolean ofEvent = leaf.bytes() == event;
        boolean ofLine = lines.stream().anyMatch(line -> line.text().bytes() == leaf.bytes());
        if (!ofEvent && !ofLine) {
            return DocumentTemplate.NONE;
        }
        int from = origin(leaf.bytes(), leaf.from() + quote);
        int to = origin(leaf.bytes(), leaf.to() - quote);
        for (Place place : ofEvent ? eventPlaces : linePlaces) {
            if (place.from() == from && place.to() == to && place.constant() == null) {
                return number(place);
            }
        }
        return DocumentTemplate.NONE;
    }

    private int number(Constant constant) {
        for (Place place : eventPlaces) {
            if (place.constant() == constant) {
                return number(place);
            }
        }
        return DocumentTemplate.NONE;
    }

    private int number(Place place) {
        int ofLine = linePlaces.indexOf(place);
        if (ofLine >= 0) {
            return ShapeReader.LINE + ofLine;
        }
        int number = eventPlaces.indexOf(place);
        boolean behindLine = hasLine() && place.from() > lines.get(0).string().from();
        return behindLine ? number + 1 : number;
    }
}
