package com.jisu.logs.parsers.api;

import java.util.List;

/** Rules that can not be used. Whatever was in effect before stays. */
public final class RulesException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    /** @param faults one line each, with file and line; at least one */
    public RulesException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** One line each, {@code FILE:LINE: what is wrong}. */
    public List<String> faults() {
        return faults == null ? List.of(getMessage()) : faults;
    }
}
