package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.Arrival;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Cuts the rules' document of one event into what all documents of its shape have, and the places of values between. */
final class DocumentPieces {

    private static final Key TIMESTAMP = Keys.known("@timestamp");
    private static final Key TLS = Keys.known("tls");
    private static final Key EVENT = Keys.known("event");

    /** Names of what is put into the document of an access line: by the line, and by the event's own fields. */
    private static final Set<Key> OF_ACCESS =
            keys("source", "user", "http", "url", "event", "nginx", "user_agent", "tags");

    private static final Set<Key> OF_FIELDS = keys("environment", "service");

    private final FieldTypes.Node root;
    private final EventValues values;
    private final EventMembers members;
    private final Arrival arrival;
    private final Pieces pieces = new Pieces();
    private JsonValue documentTime;

    /** @param root what the index maps documents to */
    DocumentPieces(FieldTypes.Node root, EventValues values, EventMembers members, Arrival arrival) {
        this.root = root;
        this.values = values;
        this.members = members;
        this.arrival = arrival;
    }

    private static Set<Key> keys(String... names) {
        return Arrays.stream(names).map(Keys::known).collect(Collectors.toUnmodifiableSet());
    }

    Pieces pieces() {
        return pieces;
    }

    /** Cuts a document in which there are only values of the event's. */
    void cut(JsonObject document) throws NoTemplateException {
        documentTime = document.get(TIMESTAMP);
        write(document, root);
    }

    /** @param node what the index maps the value's name to, or null */
    private void write(JsonValue value, FieldTypes.Node node) throws NoTemplateException {
        if (value == documentTime) {
            pieces.cutText(DocumentTemplate.TIME, node);
        } else if (arrival.isIt(value)) {
            pieces.cut(DocumentTemplate.ARRIVAL, node);
        } else if (values.isAlways(value)) {
            pieces.out().value(value);
        } else if (values.isConstant(value)) {
            NoTemplateException.unless(Arrays.equals(JsonOutput.json(value), values.json(value)));
            pieces.cut(values.number(value), node);
        } else if (value instanceof JsonObject object) {
            pieces.out().write('{');
            for (int i = 0; i < object.size(); i++) {
                pieces.out().name(object.key(i), i);
                write(object.value(i), node == null ? null : node.child(object.key(i)));
            }
            pieces.out().write('}');
        } else if (value == members.message()) {
            pieces.cutText(values.lineNumber(), node);
        } else {
            NoTemplateException.unless(value instanceof Leaf);
            pieces.cutValue((Leaf) value, values.numberOf((Leaf) value), node);
        }
    }

    /** The event's own members, what the line says, and what is made of the event's fields. */
    void cutAccess(JsonObject document) throws NoTemplateException {
        documentTime = document.get(TIMESTAMP);
        List<Key> names = members.names();
        boolean zone = members.isZoneAlone();
        NoTemplateException.unless(document.size() > names.size()
                && names.stream()
                        .noneMatch(name ->
                                OF_ACCESS.contains(name) && !(zone && name.equals(EVENT)) || OF_FIELDS.contains(name)));
        pieces.out().write('{');
        for (int i = 0; i < document.size(); i++) {
            Key name = document.key(i);
            boolean ofEvent = i < names.size();
            NoTemplateException.unless(!ofEvent || name.equals(names.get(i)));
            if (i == names.size()) {
                pieces.cut(zone ? DocumentTemplate.ACCESS_BESIDE_EVENT : DocumentTemplate.ACCESS, null);
            }
            if (ofEvent && name.equals(EVENT)) {
                pieces.out().name(name, i);
                cutAccessEvent(document.object(name));
            } else if (ofEvent || !OF_ACCESS.contains(name)) {
                pieces.out().name(name, i);
                write(document.value(i), root.child(name));
            }
        }
        pieces.out().write('}');
    }

    /** The shipper's zone, and what the line says behind it. */
    private void cutAccessEvent(JsonObject event) throws NoTemplateException {
        pieces.out().write('{');
        pieces.out().name(event.key(0), 0);
        write(event.value(0), root.child(EVENT).child(event.key(0)));
        pieces.cut(DocumentTemplate.ACCESS_EVENT, null);
        pieces.out().write('}');
    }

    /** What an access line in JSON says stands in the document as a whole, behind what else the line has. */
    void cutAccessObject(JsonObject document) throws NoTemplateException {
        documentTime = document.get(TIMESTAMP);
        boolean zone = members.isZoneAlone();
        NoTemplateException.unless(
                members.names().stream().noneMatch(name -> isOfAccess(name) && !(zone && name.equals(EVENT))));
        boolean cut = false;
        pieces.out().write('{');
        for (int i = 0; i < document.size(); i++) {
            if (zone && document.key(i).equals(EVENT)) {
                pieces.out().name(EVENT, i);
                cutAccessEvent(document.object(EVENT));
            } else if (!isOfAccess(document.key(i))) {
                pieces.out().name(document.key(i), i);
                write(document.value(i), root.child(document.key(i)));
            } else if (!cut) {
                cut = true;
                pieces.cut(zone ? DocumentTemplate.ACCESS_BESIDE_EVENT : DocumentTemplate.ACCESS, null);
            }
        }
        pieces.out().write('}');
        NoTemplateException.unless(cut);
    }

    private static boolean isOfAccess(Key name) {
        return OF_ACCESS.contains(name) || name.equals(TLS);
    }
}
