package com.jisu.logs.parsers.lookup;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.geoip.GeoAutonomousSystem;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoPlace;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells where an address is, and whose, as Logstash's geoip does. */
final class GeoIpStep implements Step {

    static final StepType TYPE = new StepType(
            "geoip",
            "Tells where an address is, or whose network it is of.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field with the address; of a list the first one."),
                    StepOption.optional(
                            "target",
                            Kind.FIELD,
                            "geoip; with the layout ecs what the field is in",
                            "The object that takes what is told."),
                    StepOption.optional(
                            "fields",
                            Kind.TEXTS,
                            "Logstash's",
                            "What is told, by Logstash's names, such as city_name, location, country_code2, asn."),
                    StepOption.choice(
                            "layout",
                            List.of("ecs", "legacy"),
                            "as the schema",
                            "ecs: geo.city_name, as.number and so on in the target; legacy: Logstash's flat names."),
                    StepOption.choice(
                            "database",
                            List.of("city", "asn", "both"),
                            "city",
                            "Whether the place is told, the network, or both.")),
            List.of("_geoip_lookup_failure"),
            null,
            GeoIpStep::new);

    /** Places remembered with what is told of them; each has one slot to be in. */
    private static final int SLOTS = 1 << 12;

    private static final int IPV4_BYTES = 4;

    /** A field that is told, and the way to it from the target. */
    private record Told(GeoField field, Key[] path) {}

    /** What is told of a place, but for the address. Shared by threads, and copied before it is given away. */
    private record Answer(GeoCity city, GeoAutonomousSystem autonomousSystem, JsonObject members, boolean isLost) {
        boolean isOf(GeoPlace place) {
            return city == place.city() && autonomousSystem == place.autonomousSystem();
        }
    }

    private final ThreadLocal<JsonScanner> scanners = ThreadLocal.withInitial(GeoCity::scanner);
    private final GeoIp geoIp;
    private final FieldPath field;
    private final FieldPath target;
    private final Set<GeoDatabase> databases;
    private final Told[] told;

    /** Where the address itself goes; null if it is not told. */
    private final Key[] addressPath;

    private final Answer[] answers = new Answer[SLOTS]; // threads may overwrite each other's, which name their places

    private GeoIpStep(StepOptions options, StepContext context) throws OptionFault {
        geoIp = context.geoIp();
        field = options.field("field", "");
        boolean legacy = options.text("layout", context.schema() == Schema.ECS ? "ecs" : "legacy")
                .equals("legacy");
        target = options.has("target") ? options.field("target", "") : target(field, legacy);
        databases = switch (options.text("database", "city")) {
            case "asn" -> EnumSet.of(GeoDatabase.ASN);
            case "both" -> EnumSet.allOf(GeoDatabase.class);
            default -> EnumSet.of(GeoDatabase.CITY);
        };
        told = told(options, legacy).toArray(Told[]::new);
        addressPath = Arrays.stream(told)
                .filter(each -> each.field == GeoField.IP)
                .map(Told::path)
                .findFirst()
                .orElse(null);
    }

    private static FieldPath target(FieldPath field, boolean legacy) throws OptionFault {
        if (legacy) {
            return FieldPath.of("geoip");
        }
        if (field.length() == 1) {
            throw new OptionFault("target", "must be there where the field is in no object: it takes geo and as");
        }
        return field.parent();
    }

    private List<Told> told(StepOptions options, boolean legacy) throws OptionFault {
        Set<GeoField> fields = EnumSet.noneOf(GeoField.class);
        for (String name : options.texts("fields")) {
            try {
                fields.add(GeoField.named(name.toLowerCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new OptionFault("fields", e.getMessage());
            }
        }
        if (fields.isEmpty()) {
            fields.addAll(Arrays.stream(GeoField.values())
                    .filter(each -> each.isDefault(legacy, databases))
                    .toList());
        }
        return fields.stream()
                .filter(each -> each.names(legacy).length > 0)
                .map(each -> new Told(
                        each, Arrays.stream(each.names(legacy)).map(Keys::of).toArray(Key[]::new)))
                .toList();
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        if (!geoIp.isAvailable()) {
            return Outcome.NOTHING;
        }
        String text = address(event.value(field));
        if (text == null || text.isBlank()) {
            return Outcome.FAILED;
        }
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        byte[] address = IpAddress.parse(ascii, 0, ascii.length);
        Answer answer = address == null ? null : answer(place(address));
        JsonObject object = object(event);
        if (answer == null || answer.members.size() == 0 && answer.isLost) {
            return Outcome.FAILED;
        }
        merge(object, answer.members);
        if (addressPath != null) {
            put(object, addressPath, Leaf.text(address.length == IPV4_BYTES ? text : hostAddress(address)));
        }
        return answer.isLost ? Outcome.FAILED : Outcome.DONE;
    }

    private static String address(JsonValue value) {
        JsonValue first = value;
        if (JsonArray.isOne(value)) {
            List<JsonValue> elements = JsonArray.elements(value);
            first = elements.isEmpty() ? null : elements.get(0);
        }
        return first instanceof Leaf leaf && leaf.isString() ? leaf.text() : null;
    }

    private GeoPlace place(byte[] address) {
        return databases.contains(GeoDatabase.ASN) ? geoIp.find(address) : geoIp.findCity(address);
    }

    private Answer answer(GeoPlace place) {
        int hash = System.identityHashCode(place.city()) * 31 + System.identityHashCode(place.autonomousSystem());
        int slot = hash & SLOTS - 1;
        Answer answer = answers[slot];
        if (answer == null || !answer.isOf(place)) {
            answer = read(place);
            answers[slot] = answer;
        }
        return answer;
    }

    private Answer read(GeoPlace place) {
        JsonObject city = place.city() == null ? null : place.city().members(scanners.get());
        boolean located = databases.contains(GeoDatabase.CITY)
                && city != null
                && place.city().isPrecise(); // without a point, where the file has some, Logstash tells nothing
        boolean lost = databases.contains(GeoDatabase.CITY) ? !located : place.autonomousSystem() == null;
        JsonObject members = new JsonObject();
        for (Told each : told) {
            boolean asked = each.field.isOfAsn() ? databases.contains(GeoDatabase.ASN) : located;
            JsonValue value = asked ? each.field.of(place, city) : null;
            if (value != null) {
                put(members, each.path, value);
            }
        }
        return new Answer(place.city(), place.autonomousSystem(), members, lost);
    }

    private static String hostAddress(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    /** The target, which becomes an object where nothing is. */
    private JsonObject object(EventTree event) throws StepFailure {
        JsonValue there = event.value(target);
        if (there instanceof JsonObject object) {
            return object;
        }
        if (there instanceof Leaf leaf && leaf.kind() == Leaf.Kind.OBJECT) {
            JsonObject object = (JsonObject) Values.json(Values.java(leaf));
            event.set(target, object);
            return object;
        }
        if (JsonValue.isPresent(there)) {
            throw new StepFailure(target + " is no object");
        }
        JsonObject object = new JsonObject(Math.max(1, told.length));
        event.set(target, object);
        return object;
    }

    private static void merge(JsonObject into, JsonObject members) {
        for (int i = 0; i < members.size(); i++) {
            Key key = members.key(i);
            if (!(members.value(i) instanceof JsonObject inner)) {
                into.put(key, members.value(i));
            } else if (into.object(key) != null) {
                merge(into.object(key), inner);
            } else {
                into.put(key, inner.copy());
            }
        }
    }

    private static void put(JsonObject object, Key[] path, JsonValue value) {
        JsonObject at = object;
        for (int i = 0; i < path.length - 1; i++) {
            JsonObject inner = at.object(path[i]);
            if (inner == null) {
                inner = new JsonObject();
                at.put(path[i], inner);
            }
            at = inner;
        }
        at.put(path[path.length - 1], value);
    }
}
