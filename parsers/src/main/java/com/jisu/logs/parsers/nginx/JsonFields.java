package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpSuffix;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Arrays;

/**
 * What the keys of an access line in JSON say, field by field: {@link JsonAccess} puts it into documents, and
 * {@link JsonAccessTemplate} writes it. Used by one thread, line by line.
 */
final class JsonFields {

    /** Those keys that say how long the whole request took; the first of them counts. */
    private static final AccessKey[] DURATIONS = {
        AccessKey.REQUEST_TIME,
        AccessKey.FRACTION,
        AccessKey.WITH_UNIT,
        AccessKey.MILLIS,
        AccessKey.MICROS,
        AccessKey.NANOS
    };

    private static final AccessKey[] KEYS = AccessKey.values();

    private static final AccessKey[] KEY_OF_FIELD =
            Arrays.stream(AccessField.values()).map(JsonFields::keyOf).toArray(AccessKey[]::new);

    final Client client;

    private final JsonRequest request = new JsonRequest();
    private final ClientAddress address = new ClientAddress(false);
    private final Authority server = new Authority();

    /** By the key. */
    private final JsonValue[] values = new JsonValue[KEYS.length];

    private AccessMembers found;
    private Leaf clientText;
    private long status;
    private Leaf statusNumber;
    private Leaf serverName;
    private TlsVersion tlsVersion;
    private Leaf tlsServerName;

    JsonFields(GeoIp geoIp) {
        this.client = new Client(geoIp);
    }

    /** Begins with what was found of the keys. */
    void begin(AccessMembers members) {
        found = members;
        request.begin(members);
    }

    /** Whether the values of the keys which were found are those of an access line, in whatever log it stands. */
    boolean areOfAccess() {
        Leaf itsStatus = found.text(AccessKey.STATUS);
        Leaf itsClient = found.text(AccessKey.CLIENT);
        return itsStatus != null
                && isStatus(itsStatus.bytes(), itsStatus.from(), itsStatus.to())
                && itsClient != null
                && isClient(itsClient)
                && request.hasMethod();
    }

    private static boolean isStatus(byte[] text, int from, int to) {
        return to - from == 3 && AccessValues.isWhole(text, from, to) && text[from] >= '1' && text[from] <= '5';
    }

    /** An address, perhaps with a port, a list of them, or a name with a dot. */
    private boolean isClient(Leaf text) {
        if (!address.scanList(text.bytes(), text.from(), text.to())) {
            return false;
        }
        boolean name = address.address.from == text.from()
                && IpSuffix.isHostName(text.bytes(), text.from(), text.to())
                && text.text().indexOf('.') > 0;
        return name || address.ip() != null;
    }

    /** Takes out of a line what is understood of it. */
    void take() {
        Arrays.fill(values, null);
        takeClient();
        request.take();
        takeStatus();
        serverName = found.text(AccessKey.SERVER);
        found.take(AccessKey.SERVER);
        for (int i = 0; i < found.size(); i++) {
            int number = found.firstNumber(i);
            if (number >= 0 && number < KEYS.length && KEYS[number].form() != AccessKey.Form.OWN) {
                takeValue(KEYS[number]);
            }
        }
        takeText(AccessKey.USER);
        takeText(AccessKey.SCHEME);
        takeText(AccessKey.REFERRER);
        takeText(AccessKey.USER_AGENT);
        takeForwardedFor();
        takeTls();
    }

    private void takeClient() {
        clientText = found.text(AccessKey.CLIENT);
        if (clientText != null && !address.scanList(clientText.bytes(), clientText.from(), clientText.to())) {
            clientText = null; // it is none, and stays
        } else {
            found.take(AccessKey.CLIENT);
            takeSameClient();
        }
    }

    /** Takes further keys that say the client without its port. */
    private void takeSameClient() {
        if (clientText != null && found.first(AccessKey.CLIENT).next() != null && address.port.isPresent()) {
            found.takeSame(AccessKey.CLIENT, clientText());
        }
    }

    private void takeStatus() {
        Leaf text = found.text(AccessKey.STATUS);
        boolean number =
                text != null && text.length() <= 9 && AccessValues.isWhole(text.bytes(), text.from(), text.to());
        statusNumber = number ? AccessValues.number(text.bytes(), text.from(), text.to()) : null;
        status = number ? AccessValues.wholeNumber(text.bytes(), text.from(), text.to()) : -1;
        if (text == null || number) {
            found.take(AccessKey.STATUS);
        }
    }

    private void takeText(AccessKey key) {
        values[key.ordinal()] = found.text(key);
        found.take(key);
    }

    private void takeValue(AccessKey key) {
        Leaf text = found.text(key);
        JsonValue value = text == null ? null : key.form().value(text.bytes(), text.from(), text.to());
        boolean negative = text != null
                && key.form().isDuration()
                && AccessValues.isNegative(text.bytes(), text.from(), text.to());
        if (text == null || value != null || negative) {
            found.take(key);
        }
        boolean empty = value instanceof JsonArray array && array.elements().isEmpty();
        if (value != null && !empty) {
            values[key.ordinal()] = value;
        }
    }

    private void takeForwardedFor() {
        Leaf text = found.text(AccessKey.FORWARDED_FOR);
        JsonArray list = text == null ? null : ForwardedFor.list(text.bytes(), text.from(), text.to());
        if (list != null) {
            values[AccessKey.FORWARDED_FOR.ordinal()] = list;
        }
        if (text == null || list != null) {
            found.take(AccessKey.FORWARDED_FOR);
        }
    }

    private void takeTls() {
        Leaf protocol = found.text(AccessKey.TLS_PROTOCOL);
        tlsVersion = protocol == null ? null : TlsVersion.ofProtocol(protocol);
        if (protocol == null || tlsVersion != null) {
            found.take(AccessKey.TLS_PROTOCOL);
        }
        AccessMembers.Member number = found.tls(AccessMembers.TLS_VERSION);
        TlsVersion nested = number == null ? null : TlsVersion.of(number.text());
        if (nested != null) {
            tlsVersion = nested;
            number.take();
        }
        AccessMembers.Member name = found.tls(AccessMembers.TLS_SERVER_NAME);
        tlsServerName = name == null ? null : name.text();
        if (name != null) {
            name.take();
        }
    }

    /** Whether the line says who asked. */
    boolean hasClient() {
        return clientText != null;
    }

    /** Reads who asked, and what is known of the address. */
    void readClient() {
        byte[] text = clientText.bytes();
        client.read(text, address);
        if (address.port.isPresent()) {
            putIfAbsent(AccessKey.CLIENT_PORT, AccessValues.number(text, address.port.from, address.port.to));
        }
        if (!address.list.isEmpty()) {
            putIfAbsent(AccessKey.FORWARDED_FOR, ForwardedFor.list(text, address.list.from, address.list.to));
        }
    }

    private void putIfAbsent(AccessKey key, JsonValue value) {
        if (values[key.ordinal()] == null) {
            values[key.ordinal()] = value;
        }
    }

    /** Reads what is asked for, and of whom. */
    void readRequest() {
        request.read();
        server.clear();
        if (serverName != null) {
            server.scan(serverName.bytes(), serverName.from(), serverName.to());
        }
    }

    /** The client as the line has it, of whatever kind it is; for a client that was read. */
    Leaf clientText() {
        return Leaf.text(clientText.bytes(), address.address.from, address.address.to);
    }

    /** What a field has; null where that is nothing, or not known here: where the client is, and its agent. */
    JsonValue value(AccessField field) {
        AccessKey key = KEY_OF_FIELD[field.ordinal()];
        return key == null ? ownValue(field) : values[key.ordinal()];
    }

    /** The key whose value is all of a field's; null where there is more to it. */
    private static AccessKey keyOf(AccessField field) {
        return switch (field) {
            case USER -> AccessKey.USER;
            case CLIENT_PORT -> AccessKey.CLIENT_PORT;
            case BODY_BYTES -> AccessKey.BODY_BYTES;
            case FORWARDED_FOR -> AccessKey.FORWARDED_FOR;
            case REFERRER -> AccessKey.REFERRER;
            case DURATION -> null;
            default -> field.key();
        };
    }

    private JsonValue ownValue(AccessField field) {
        return switch (field) {
            case CREATED,
                    CLIENT,
                    CLIENT_IP,
                    CLIENT_NAME,
                    GEO,
                    AUTONOMOUS_SYSTEM,
                    USER_AGENT,
                    EXTRA,
                    RAW_REQUEST,
                    INGESTED -> null;
            case METHOD -> request.method();
            case URL -> request.url();
            case HTTP_VERSION -> request.version();
            case URL_PATH -> request.path();
            case URL_QUERY -> request.query();
            case URL_SCHEME -> request.scheme() == null ? values[AccessKey.SCHEME.ordinal()] : request.scheme();
            case URL_DOMAIN -> request.hasServer() ? request.domain() : part(server.host);
            case URL_PORT -> request.hasServer() ? request.port() : number(server.port);
            case STATUS -> statusNumber;
            case DURATION -> duration();
            case OUTCOME -> EventConstants.outcome(status);
            case TLS_PROTOCOL -> tlsVersion == null ? null : tlsVersion.protocol();
            case TLS_VERSION -> tlsVersion == null ? null : tlsVersion.version();
            case TLS_SERVER_NAME -> tlsServerName();
            default -> field.constant();
        };
    }

    /** Whether a line in which these keys were found may have this field; true where that depends on more. */
    static boolean mayHave(AccessMembers members, AccessField field) {
        return switch (field) {
            case EXTRA, RAW_REQUEST, CLIENT_NAME -> false;
            case DURATION -> Arrays.stream(DURATIONS).anyMatch(members::has);
            case TLS_PROTOCOL, TLS_VERSION ->
                members.has(AccessKey.TLS_PROTOCOL) || members.tls(AccessMembers.TLS_VERSION) != null;
            case TLS_SERVER_NAME -> members.tls(AccessMembers.TLS_SERVER_NAME) != null;
            default -> field.key() == null || members.has(field.key());
        };
    }

    private Leaf part(Part part) {
        return part.isEmpty() ? null : Leaf.text(serverName.bytes(), part.from, part.to);
    }

    private Leaf number(Part part) {
        return part.isPresent() ? AccessValues.number(serverName.bytes(), part.from, part.to) : null;
    }

    private JsonValue duration() {
        for (AccessKey key : DURATIONS) {
            if (values[key.ordinal()] != null) {
                return values[key.ordinal()];
            }
        }
        return null;
    }

    private Leaf tlsServerName() {
        boolean absent = tlsServerName == null
                || AccessValues.isAbsent(tlsServerName.bytes(), tlsServerName.from(), tlsServerName.to());
        return absent ? null : tlsServerName;
    }

    /** The user agent as the line has it; null where it has none. */
    Leaf userAgent() {
        return (Leaf) values[AccessKey.USER_AGENT.ordinal()];
    }
}
