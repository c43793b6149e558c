package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Document;
import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.document.Rule;
import com.jisu.logs.parsers.geoip.GeoAutonomousSystem;
import com.jisu.logs.parsers.geoip.GeoCity;
import com.jisu.logs.parsers.geoip.GeoIp;
import com.jisu.logs.parsers.geoip.GeoPlace;
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
    private GeoPlace place;

    Client(GeoIp geoIp) {
        this.geoIp = geoIp;
    }

    /** Reads a client, which is all of this text. */
    void read(byte[] newText, int newFrom, int newTo) {
        read(newText, newFrom, newTo, IpAddress.parse(newText, newFrom, newTo));
    }

    /** Reads a client that was found. */
    void read(byte[] newText, ClientAddress found) {
        read(newText, found.address.from, found.address.to, found.ip());
    }

    /** @param parsed the bytes of the address; null where it is none of IP */
    private void read(byte[] newText, int newFrom, int newTo, byte[] parsed) {
        text = newText;
        from = newFrom;
        to = newTo;
        if (parsed == null) {
            address.clear();
            place = null;
        } else {
            address.set(from, IpAddress.zone(text, from, to));
            place = geoIp.find(parsed);
        }
    }

    /** Where the address is; null if that is not known. */
    GeoCity city() {
        return place == null ? null : place.city();
    }

    /** Whose network the address is of; null if that is not known. */
    GeoAutonomousSystem autonomousSystem() {
        return place == null ? null : place.autonomousSystem();
    }

    /** Whether nobody knows where it is who should, even if it is known whose network it is of. */
    boolean isLost() {
        return city() == null && geoIp.hasPlaces();
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
        if (city() != null) {
            document.set(Field.GEO, city().ecs());
        }
    }

    void putAutonomousSystem(Document document) {
        if (autonomousSystem() != null) {
            document.set(Field.AUTONOMOUS_SYSTEM, autonomousSystem().ecs());
        }
    }

    void putName(Document document) {
        if (!address.isPresent() && text[to - 1] != ':') {
            document.set(Field.CLIENT_NAME, Leaf.text(text, from, to));
        }
    }
}
