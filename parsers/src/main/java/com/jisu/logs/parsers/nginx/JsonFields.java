package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.geoip.IpSuffix;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.nio.charset.StandardCharsets;
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

    final Client client;

    private final JsonRequest request = new JsonRequest();
    private final ClientAddress address = new ClientAddress(false);
    private final Authority server = new Authority();

    /** By the key. */
    private final JsonValue[] values = new JsonValue[KEYS.length];

    private AccessMembers found;
    private byte[] clientText;
    private long status;
    private Leaf statusNumber;
    private byte[] serverName;
    private TlsVersion tlsVersion;
    private byte[] tlsServerName;

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
        byte[] itsStatus = found.text(AccessKey.STATUS);
        byte[] itsClient = found.text(AccessKey.CLIENT);
        return itsStatus != null
                && itsStatus.length == 3
                && AccessValues.isWhole(itsStatus, 0, 3)
                && itsStatus[0] >= '1'
                && itsStatus[0] <= '5'
                && itsClient != null
                && isClient(itsClient)
                && request.hasMethod();
    }

    /** An address, perhaps with a port, a list of them, or a name with a dot. */
    private boolean isClient(byte[] text) {
        if (!address.scanList(text, 0, text.length)) {
            return false;
        }
        boolean name = address.address.from == 0
                && IpSuffix.isHostName(text, 0, text.length)
                && new String(text, StandardCharsets.UTF_8).indexOf('.') > 0;
        return name || IpAddress.parse(text, address.address.from, address.address.to) != null;
    }

    /** Takes out of a line what is understood of it. */
    void take() {
        Arrays.fill(values, null);
        takeClient();
        request.take();
        takeStatus();
        serverName = found.text(AccessKey.SERVER);
        found.take(AccessKey.SERVER);
        for (AccessKey key : KEYS) {
            if (key.form() != AccessKey.Form.OWN && found.has(key)) {
                takeValue(key);
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
        if (clientText != null && !address.scanList(clientText, 0, clientText.length)) {
            clientText = null; // it is none, and stays
        } else {
            found.take(AccessKey.CLIENT);
        }
    }

    private void takeStatus() {
        byte[] text = found.text(AccessKey.STATUS);
        boolean number = text != null && text.length <= 9 && AccessValues.isWhole(text, 0, text.length);
        statusNumber = number ? AccessValues.number(text, 0, text.length) : null;
        status = number ? AccessValues.wholeNumber(text, 0, text.length) : -1;
        if (text == null || number) {
            found.take(AccessKey.STATUS);
        }
    }

    private void takeText(AccessKey key) {
        byte[] text = found.text(key);
        if (text != null) {
            values[key.ordinal()] = Leaf.text(text, 0, text.length);
        }
        found.take(key);
    }

    private void takeValue(AccessKey key) {
        byte[] text = found.text(key);
        JsonValue value = text == null ? null : key.form().value(text, 0, text.length);
        boolean negative = text != null && key.form().isDuration() && AccessValues.isNegative(text, 0, text.length);
        if (text == null || value != null || negative) {
            found.take(key);
        }
        boolean empty = value instanceof JsonArray array && array.elements().isEmpty();
        if (value != null && !empty) {
            values[key.ordinal()] = value;
        }
    }

    private void takeForwardedFor() {
        byte[] text = found.text(AccessKey.FORWARDED_FOR);
        JsonArray list = text == null ? null : ForwardedFor.list(text, 0, text.length);
        if (list != null) {
            values[AccessKey.FORWARDED_FOR.ordinal()] = list;
        }
        if (text == null || list != null) {
            found.take(AccessKey.FORWARDED_FOR);
        }
    }

    private void takeTls() {
        byte[] protocol = found.text(AccessKey.TLS_PROTOCOL);
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
        Part part = address.address;
        client.read(clientText, part.from, part.to);
        if (address.port.isPresent()) {
            putIfAbsent(AccessKey.CLIENT_PORT, AccessValues.number(clientText, address.port.from, address.port.to));
        }
        if (!address.list.isEmpty()) {
            putIfAbsent(AccessKey.FORWARDED_FOR, ForwardedFor.list(clientText, address.list.from, address.list.to));
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
            server.scan(serverName, 0, serverName.length);
        }
    }

    /** The client as the line has it, of whatever kind it is; for a client that was read. */
    Leaf clientText() {
        return Leaf.text(clientText, address.address.from, address.address.to);
    }

    /** What a field has; null where that is nothing, or not known here: where the client is, and its agent. */
    JsonValue value(AccessField field) {
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
            case USER -> values[AccessKey.USER.ordinal()];
            case METHOD -> request.method();
            case URL -> request.url();
            case HTTP_VERSION -> request.version();
            case URL_PATH -> request.path();
            case URL_QUERY -> request.query();
            case URL_SCHEME -> request.scheme() == null ? values[AccessKey.SCHEME.ordinal()] : request.scheme();
            case URL_DOMAIN -> request.hasServer() ? request.domain() : part(server.host);
            case URL_PORT -> request.hasServer() ? request.port() : number(server.port);
            case CLIENT_PORT -> values[AccessKey.CLIENT_PORT.ordinal()];
            case STATUS -> statusNumber;
            case BODY_BYTES -> values[AccessKey.BODY_BYTES.ordinal()];
            case FORWARDED_FOR -> values[AccessKey.FORWARDED_FOR.ordinal()];
            case DURATION -> duration();
            case OUTCOME -> EventConstants.outcome(status);
            case REFERRER -> values[AccessKey.REFERRER.ordinal()];
            case TLS_PROTOCOL -> tlsVersion == null ? null : tlsVersion.protocol();
            case TLS_VERSION -> tlsVersion == null ? null : tlsVersion.version();
            case TLS_SERVER_NAME -> tlsServerName();
            default ->
                field.key() == null ? field.constant() : values[field.key().ordinal()];
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
        return part.isEmpty() ? null : Leaf.text(serverName, part.from, part.to);
    }

    private Leaf number(Part part) {
        return part.isPresent() ? AccessValues.number(serverName, part.from, part.to) : null;
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
        boolean absent = tlsServerName == null || AccessValues.isAbsent(tlsServerName, 0, tlsServerName.length);
        return absent ? null : Leaf.text(tlsServerName, 0, tlsServerName.length);
    }

    /** The user agent as the line has it; null where it has none. */
    Leaf userAgent() {
        return (Leaf) values[AccessKey.USER_AGENT.ordinal()];
    }
}
