package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.FieldFit;
import com.jisu.logs.parsers.json.DecodedLine;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.ReadValue;
import com.jisu.logs.parsers.json.RepeatedObjects;
import com.jisu.logs.parsers.template.TrieNode.Constant;
import com.jisu.logs.parsers.template.TrieNode.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the values of one event stand in its bytes: those that {@link TrieReader} looks at in the next event of the shape,
 * with the numbers that it gives them. All others are part of the shape: the next event has the same.
 */
final class EventValues {

    private static final Slot[] TEXTS = {Slot.TEXT, Slot.LINE_TEXT, Slot.INNER_TEXT};
    private static final Slot[] LISTS = {Slot.LIST, Slot.LINE_LIST, Slot.INNER_LIST};

    /** Of lists: none of these is looked at, but is part of the shape. */
    private static final int NO_LIST = Leaf.HOLDS_OBJECTS | Leaf.LONG_NUMBER | Leaf.DEEP;

    /** Bytes before the text of a list's first string. */
    private static final int OPENING = 2;

    /**
     * A value's place in the event's bytes, without quotes.
     *
     * @param bytes its length in documents
     */
    private record Place(int from, int to, int bytes, Slot slot, Constant constant) {}

    private final RepeatedObjects repeated;
    private byte[] event;
    private List<DecodedLine> lines = List.of();

    /** By the array that holds a line's text: for each byte of it, and for what follows, its offset in the event. */
    private final Map<byte[], int[]> origins = new IdentityHashMap<>();

    private final Map<JsonValue, Place> objects = new IdentityHashMap<>();
    private final Set<JsonValue> always = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<JsonValue> only = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Place> ofEvent = new ArrayList<>();
    private final List<Place> ofLine = new ArrayList<>();
    private final Map<Place, Integer> numbers = new HashMap<>();
    private boolean textLine;
    private Place line;

    EventValues(RepeatedObjects repeated) {
        this.repeated = repeated;
    }

    /**
     * Begins with an event.
     *
     * @param decoded its line, and the line inside of that
     * @param isTextLine whether its line is no JSON, and is to be looked at as a whole
     */
    void begin(byte[] itsBytes, List<DecodedLine> decoded, boolean isTextLine) throws NoTemplateException {
        event = itsBytes;
        lines = List.copyOf(decoded);
        textLine = isTextLine;
        origins.clear();
        objects.clear();
        always.clear();
        only.clear();
        ofEvent.clear();
        ofLine.clear();
        numbers.clear();
        for (DecodedLine line : lines) {
            origins.put(line.text().bytes(), origins(line));
        }
    }

    private int[] origins(DecodedLine line) throws NoTemplateException {
        byte[] json = line.string().bytes();
        int[] offsets = new int[line.text().to() + 1];
        int at = line.string().from() + 1;
        for (int i = 0; i < offsets.length - 1; i++) {
            offsets[i] = origin(json, at);
            if (json[at] == '\\') {
                NoTemplateException.unless(json[at + 1] != 'u');
                at++;
            }
            at++;
        }
        NoTemplateException.unless(at == line.string().to() - 1);
        offsets[offsets.length - 1] = origin(json, at);
        return offsets;
    }

    private int origin(byte[] text, int at) throws NoTemplateException {
        if (text == event) {
            return at;
        }
        int[] offsets = origins.get(text);
        NoTemplateException.unless(offsets != null);
        return offsets[at];
    }

    /** Adds an object that shippers repeat. */
    void addConstant(ReadValue value, Constant constant) throws NoTemplateException {
        NoTemplateException.unless(value.again() != null && !has(constant));
        Place place = new Place(value.from(), value.to(), value.to() - value.from(), Slot.OBJECT, constant);
        objects.put(value.value(), place);
        ofEvent.add(place);
    }

    /** Takes a value as a part of the shape; of an object, what is in it. */
    void addAlways(JsonValue value) {
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                addAlways(object.value(i));
            }
        } else {
            always.add(value);
        }
    }

    void addLeaf(Leaf leaf) throws NoTemplateException {
        if (lines.stream().anyMatch(line -> line.isOf(leaf))) {
            return;
        }
        switch (leaf.kind()) {
            case STRING -> add(leaf.bytes(), leaf.from() + 1, leaf.to() - 1, TEXTS[level(leaf)]);
            case NUMBER -> add(leaf.bytes(), leaf.from(), leaf.to(), Slot.NUMBER);
            case BOOLEAN -> add(leaf.bytes(), leaf.from(), leaf.to(), Slot.BOOLEAN);
            default -> always.add(leaf);
        }
    }

    /** Takes the only string of a list as a value. */
    void addOnly(Leaf list) throws NoTemplateException {
        NoTemplateException.unless(list.length() >= OPENING + OPENING
                && list.bytes()[list.from() + 1] == '"'
                && JsonArray.elements(list).size() == 1
                && list.bytes()[list.to() - OPENING] == '"');
        only.add(list);
        add(list.bytes(), list.from() + OPENING, list.to() - OPENING, TEXTS[level(list)]);
    }

    /** Takes a list as a value that nobody has asked anything. */
    void addList(Leaf list) throws NoTemplateException {
        List<JsonValue> elements = list.has(NO_LIST) ? List.of() : JsonArray.elements(list);
        boolean scalars =
                !elements.isEmpty() && elements.stream().allMatch(each -> each instanceof Leaf leaf && leaf.isScalar());
        if (scalars && isOneLine(list)) {
            add(list.bytes(), list.from(), list.to(), LISTS[level(list)]);
        } else {
            always.add(list);
        }
    }

    private static boolean isOneLine(Leaf list) {
        for (int i = list.from(); i < list.to(); i++) {
            if (list.bytes()[i] >= 0 && list.bytes()[i] < ' ') {
                return false;
            }
        }
        return true;
    }

    /** How many lines it is in. */
    private int level(Leaf leaf) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).text().bytes() == leaf.bytes()) {
                return i + 1;
            }
        }
        return 0;
    }

    private void add(byte[] text, int from, int to, Slot slot) throws NoTemplateException {
        (text == event ? ofEvent : ofLine).add(new Place(origin(text, from), origin(text, to), to - from, slot, null));
    }

    /** Ends with the line, and counts. */
    void end() throws NoTemplateException {
        NoTemplateException.unless(!textLine || lines.size() == 1 && ofLine.isEmpty());
        for (int i = 0; i < lines.size() && !textLine; i++) {
            addText(lines.get(i).string());
        }
        NoTemplateException.unless(ofEvent.size() < TrieReader.MAX_VALUES - 1 && ofLine.size() < TrieReader.MAX_VALUES);
        if (hasLine()) {
            Slot slot = textLine ? Slot.TEXT_LINE : Slot.LINE;
            line = new Place(lineFrom(), lineTo(), lineTo() - lineFrom(), slot, null);
            ofEvent.add(line);
        }
        number(ofEvent, 0);
        number(ofLine, TrieReader.LINE);
    }

    private void number(List<Place> places, int first) {
        places.sort(Comparator.comparingInt(Place::from));
        for (int i = 0; i < places.size(); i++) {
            numbers.put(places.get(i), first + i);
        }
    }

    private int lineFrom() {
        return lines.get(0).string().from() + 1;
    }

    private int lineTo() {
        return lines.get(0).string().to() - 1;
    }

    /** A line inside of another that is no JSON is a text up to its end, or to the line break there. */
    private void addText(Leaf string) throws NoTemplateException {
        byte[] json = string.bytes();
        int begin = origin(json, string.from()) + 1;
        int end = origin(json, string.to() - 1);
        if (ofLine.stream().anyMatch(place -> place.from() >= begin && place.to() <= end)) {
            return; // JSON
        }
        byte first = json[string.from() + 1];
        NoTemplateException.unless(json != event && first > ' ' && first != '{');
        int plain = string.from() + 1;
        while (json[plain] != '\\' && json[plain] != '"') {
            plain++;
        }
        add(json, string.from() + 1, plain, Slot.PLAIN_TEXT);
        boolean lineBreak = plain == string.to() - 3 && json[plain + 1] == 'n';
        NoTemplateException.unless(plain == string.to() - 1 || lineBreak);
    }

    /** Whether the event has a line that is looked at. */
    boolean hasLine() {
        return textLine || !ofLine.isEmpty();
    }

    /** The shape of the line, among others; null where it has none. */
    TrieNode lineShape(TrieNode begin) throws NoTemplateException {
        return ofLine.isEmpty() ? null : shape(begin, ofLine, lineFrom(), lineTo(), Slot.LINE_END);
    }

    /** The shape of the event, among others. */
    TrieNode eventShape(TrieNode begin) throws NoTemplateException {
        return shape(begin, ofEvent, 0, event.length, Slot.END);
    }

    private TrieNode shape(TrieNode begin, List<Place> places, int from, int to, Slot end) throws NoTemplateException {
        TrieNode node = begin;
        int at = from;
        for (Place place : places) {
            node = node.next(Arrays.copyOfRange(event, at, place.from()), place.slot(), place.constant());
            at = place.to();
        }
        return node.next(Arrays.copyOfRange(event, at, to), end, null);
    }

    /** Whether all events of the shape have this value. */
    boolean isAlways(JsonValue value) {
        return always.contains(value);
    }

    /** Whether it is one of the objects that shippers repeat. */
    boolean isConstant(JsonValue value) {
        return objects.containsKey(value);
    }

    /** Such an object as it was before the rules did their work. */
    byte[] json(JsonValue constant) throws NoTemplateException {
        return seen(objects.get(constant)).json();
    }

    /** Leaves of all such objects that documents have. */
    int leavesOfConstants(FieldFit fit) throws NoTemplateException {
        int sum = 0;
        for (Place place : ofEvent) {
            Constant constant = place.constant();
            if (constant != null && constant.isStored()) {
                int leaves = fit.leaves(seen(place), constant.mapping(), constant.depth());
                NoTemplateException.unless(leaves >= 0);
                sum += leaves;
            }
        }
        return sum;
    }

    private RepeatedObjects.Seen seen(Place place) throws NoTemplateException {
        return seen(place.constant().name(), place.constant().depth() + 1, place.from());
    }

    private RepeatedObjects.Seen seen(Key name, int depth, int from) throws NoTemplateException {
        RepeatedObjects.Seen seen = repeated.find(name, depth, event, from, event.length);
        NoTemplateException.unless(seen != null && seen.object() != null);
        return seen;
    }

    /** The number of such an object. */
    int number(JsonValue constant) {
        return numbers.get(objects.get(constant));
    }

    /** The number of such an object, or {@link DocumentTemplate#NONE}. */
    int number(Constant constant) {
        for (Place place : ofEvent) {
            if (place.constant() == constant) {
                return numbers.get(place);
            }
        }
        return DocumentTemplate.NONE;
    }

    private boolean has(Constant constant) {
        return ofEvent.stream().anyMatch(place -> place.constant() == constant);
    }

    /** The number of a string, number or boolean of the event or of its line; {@link DocumentTemplate#NONE} of others. */
    int number(Leaf leaf) throws NoTemplateException {
        boolean known = leaf.bytes() == event || origins.containsKey(leaf.bytes());
        if (!known || always.contains(leaf)) {
            return DocumentTemplate.NONE;
        }
        int quote = only.contains(leaf) ? OPENING : leaf.kind() == Leaf.Kind.STRING ? 1 : 0;
        int from = origin(leaf.bytes(), leaf.from() + quote);
        int to = origin(leaf.bytes(), leaf.to() - quote);
        for (Place place : leaf.bytes() == event ? ofEvent : ofLine) {
            if (place.from() == from && place.to() == to) {
                return numbers.get(place);
            }
        }
        return DocumentTemplate.NONE;
    }

    /** The same; there has to be one. */
    int numberOf(Leaf leaf) throws NoTemplateException {
        int number = number(leaf);
        NoTemplateException.unless(number != DocumentTemplate.NONE);
        return number;
    }

    /** The number of the line as a whole. */
    int lineNumber() throws NoTemplateException {
        NoTemplateException.unless(hasLine());
        return numbers.get(line);
    }

    /** The numbers of the line's values that stand in a part of its text. */
    int[] numbersIn(Leaf text) throws NoTemplateException {
        return in(text).mapToInt(numbers::get).toArray();
    }

    /** Bytes of these values. */
    int bytesIn(Leaf text) throws NoTemplateException {
        return in(text).mapToInt(Place::bytes).sum();
    }

    private Stream<Place> in(Leaf text) throws NoTemplateException {
        int from = origin(text.bytes(), text.from());
        int to = origin(text.bytes(), text.to());
        return ofLine.stream().filter(place -> place.from() >= from && place.to() <= to);
    }
}
