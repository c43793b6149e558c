package com.jisu.logs.parsers.template;

/** Says that an event's document depends on more than its shape and the values that are looked at. */
final class NoTemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    private NoTemplateException() {
        super("the document depends on more than the shape", null, false, false);
    }

    static void unless(boolean holds) throws NoTemplateException {
        if (!holds) {
            throw new NoTemplateException();
        }
    }
}
