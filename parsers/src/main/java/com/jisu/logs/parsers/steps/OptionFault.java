package com.jisu.logs.parsers.steps;

/** An option of a step that can not be used. */
public final class OptionFault extends Exception {

    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * @param option its name; empty for the step itself
     * @param message what is wrong, such as {@code must be one of a, b}; the option's name is put before it
     */
    public OptionFault(String option, String message) {
        super(message, null, false, false);
        this.option = option;
    }

    public String option() {
        return option;
    }
}
