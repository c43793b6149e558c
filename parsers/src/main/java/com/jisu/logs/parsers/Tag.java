package com.jisu.logs.parsers;

/** What parsers put into {@code tags}. */
final class Tag {

    static final String GROK_FAILURE = "_grokparsefailure";
    static final String JSON_FAILURE = "_jsonparsefailure";
    static final String DATE_FAILURE = "_dateparsefailure";
    static final String TIMESTAMP_FAILURE = "_timestampparsefailure";
    static final String GEOIP_FAILURE = "_geoip_lookup_failure";
    static final String OUT_OF_RANGE = "_timestamp_out_of_range";
    static final String FIELD_CONFLICT = "_fieldconflict";

    /** No failure: says that there are copies of long strings, and that some had no room. */
    static final String LONG_TEXT = "_long_text";

    static final String LONG_TEXT_CUT = "_long_text_cut";

    private Tag() {}

    /** Whether it says that something failed. */
    static boolean isFailure(String tag) {
        return !tag.equals(LONG_TEXT) && !tag.equals(LONG_TEXT_CUT);
    }
}
