package com.jisu.logs.parsers.api;

/** What parsers put into {@code tags}. */
public final class Tag {

    public static final String GROK_FAILURE = "_grokparsefailure";
    public static final String JSON_FAILURE = "_jsonparsefailure";
    public static final String DATE_FAILURE = "_dateparsefailure";
    public static final String TIMESTAMP_FAILURE = "_timestampparsefailure";
    public static final String GEOIP_FAILURE = "_geoip_lookup_failure";
    public static final String OUT_OF_RANGE = "_timestamp_out_of_range";
    public static final String FIELD_CONFLICT = "_fieldconflict";

    /** No failure: says that there are copies of long strings, and that some had no room. */
    public static final String LONG_TEXT = "_long_text";

    public static final String LONG_TEXT_CUT = "_long_text_cut";

    private Tag() {}

    /** Whether it says that something failed. */
    static boolean isFailure(String tag) {
        return !tag.equals(LONG_TEXT) && !tag.equals(LONG_TEXT_CUT);
    }
}
