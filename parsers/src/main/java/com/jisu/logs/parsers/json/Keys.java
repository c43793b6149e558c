package com.jisu.logs.parsers.json;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of the names that the parsers know: one instance each, so that they are found without comparing text. */
public final class Keys {

    private static final String NAMES = """
            @metadata @timestamp @version _ _@timestamp access address agent application as attrs auth body
            bytes category city_name clientip cloud connection_id container container_image container_name
            continent_code continent_name coordinates country_code2 country_code3 country_iso_code country_name
            created dataset device device_id dma_code doc_values domain ecs environment error event exception extra
            fields file fingerprint format geo geoip host http httpversion id ident idxhi idxlo image index inode
            input ip kind kubernetes labels lat latitude level line location log loglevel logtype lon longitude
            mappings message method module msg name nginx number offset organization original os outcome overflow
            path pid port postal_code process properties query rawrequest referrer region_code region_iso_code
            region_name request response service severity source stack_trace status_code stream tags template text
            thread time timestamp timezone ts type url user user_agent verb version vol x_forwarded_for z
            alternative_name apache cipher client connect_time duration header_time origin protocol response_time
            scheme server server_name status tls upstream version_protocol
            """;

    private static final Map<String, Key> KNOWN = Arrays.stream(NAMES.split("\\s+"))
            .map(name -> new Key(name, true))
            .collect(Collectors.toUnmodifiableMap(Key::name, Function.identity()));

    private Keys() {}

    /** The key of a name that is in the list above. */
    public static Key known(String name) {
        Key key = KNOWN.get(name);
        if (key == null) {
            throw new IllegalArgumentException("the name " + name + " is not in the list of names");
        }
        return key;
    }

    /** All of them. */
    public static Map<String, Key> all() {
        return KNOWN;
    }
}
