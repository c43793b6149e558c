package com.jisu.logs.app.importing;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Logstash's {@code ecs_compatibility}: which names its plug-ins give their fields. */
enum Ecs {
    DISABLED,
    V1,
    V8;

    static Optional<Ecs> of(String name) {
        return Stream.of(values()).filter(each -> each.toString().equals(name)).findFirst();
    }

    boolean isOn() {
        return this != DISABLED;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
