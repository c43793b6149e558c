package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoAutonomousSystem;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.Leaf;

/** Who asked: an address or a name, and what is known of the address. Used by one thread. */
final class Client {

    /** The address, less its zone; missing where it is none. */
    final Part address = new Part();

    private final GeoIp geoIp;
    private byte[] text;
    private int from;
    private int to;
    private GeoCity city;
    private GeoAutonomousSystem system;

    Client(GeoIp geoIp) {
        this.geoIp = geoIp;
    }

    /** Reads a client, which is all of this text. */
    void read(byte[] newText, int newFrom, int newTo) {
        text = newText;
        from = newFrom;
        to = newTo;
        byte[] parsed = IpAddress.parse(text, from, to);
        if (parsed == null) {
            address.clear();
            city = null;
            system = null;
        } else {
            address.set(from, IpAddress.zone(text, from, to));
            city = geoIp.city(parsed);
            system = geoIp.autonomousSystem(parsed);
        }
    }

    /** Where the address is; null if that is not known. */
    GeoCity city() {
        return city;
    }

    /** Whose network the address is of; null if that is not known. */
    GeoAutonomousSystem autonomousSystem() {
        return system;
    }

    /** Whether nobody knows where it is who should. */
    boolean isLost() {
        return city == null && system == null && geoIp.isAvailable();
    }

    /** Puts all of it into a document, but for the tag of one that is lost. */
    void put(Document document) {
        document.rule(Rule.NGINX_CLIENT);
        putAddress(document);
        document.rule(Rule.NGINX_PLACE);
        putCity(document);
        putAutonomousSystem(document);
        document.rule(Rule.NGINX_CLIENT);
        putName(document);
    }

    void putAddress(Document document) {
        if (address.isPresent()) {
            document.append(Field.CLIENT_IP, Leaf.text(text, address.from, address.to));
        }
    }

    /** Writes the address, for one that is there. */
    void writeAddress(JsonOutput out) {
        out.quoted(text, address.from, address.to);
    }

    void putCity(Document document) {
        if (city != null) {
            document.set(Field.GEO, city.ecs());
        }
    }

    void putAutonomousSystem(Document document) {
        if (system != null) {
            document.set(Field.AUTONOMOUS_SYSTEM, system.ecs());
        }
    }

    void putName(Document document) {
        if (!address.isPresent() && text[to - 1] != ':') {
            document.set(Field.CLIENT_NAME, Leaf.text(text, from, to));
        }
    }
}
