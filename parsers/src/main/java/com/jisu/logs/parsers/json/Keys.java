package com.jisu.logs.parsers.json;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The keys of the names that the parsers know: one instance each, so that they are found without comparing text. */
public final class Keys {

    private static final String NAMES = """
            0 1 @message @metadata @timestamp @version MESSAGE Message _ _@timestamp __REALTIME_TIMESTAMP access
            address agent alternative_name apache app_name application args as asctime attrs auth backend_type body
            bytes category cipher city_name client clientip cloud connect_time connection_id container container_image
            container_name continent_code continent_name coordinates country_code2 country_code3 country_iso_code
            country_name created dataset device device_id dma_code doc_values domain duration ecs environment
            epochSecond error error_severity event exception extra fields file fingerprint format geo geoip
            header_time host http httpversion id ident idxhi idxlo image index ingested inode input ip kind kubernetes labels
            lat latitude level levelname line location log loglevel logtype lon longitude mappings message method mfa
            module msg name nanoOfSecond nanos nanoseconds nginx number offset organization origin original os outcome
            overflow path pid port postal_code process process_id programname properties protocol query rawrequest
            record referrer region_code region_iso_code region_name repr request response response_time scheme seconds
            server server_name service severity short_message source stack_trace status status_code stream
            syslogfacility syslogseverity syslogtag tags target template text thread time timereported timestamp
            timestampNanos timestampSeconds timezone tls ts type upstream url user user_agent verb version
            version_protocol vol x_forwarded_for z
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

    /** The key of any name: that of the list above, or one that is compared by its text, and so fits into any object. */
    public static Key of(String name) {
        Key key = KNOWN.get(name);
        return key == null ? new Key(name, false) : key;
    }

    /** All of them. */
    public static Map<String, Key> all() {
        return KNOWN;
    }
}
