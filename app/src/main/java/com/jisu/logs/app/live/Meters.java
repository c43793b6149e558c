package com.jisu.logs.app.live;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;

/**
 * The program's own meters as JSON: an array of {@code {"name", "tags": {}, "count" | "total" | "max" | "value"}}, what
 * a meter has of them. Times are in the registry's unit, seconds with Prometheus.
 *
 * <p>It knows no meter by name, so none can be missing here.
 */
final class Meters {

    private static final String PREFIX = "jisu.logs.";

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    ArrayNode json() {
        ArrayNode meters = JsonNodeFactory.instance.arrayNode();
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().getName().startsWith(PREFIX)) {
                describe(meter, meters.addObject());
            }
        }
        return meters;
    }

    private static void describe(Meter meter, ObjectNode json) {
        json.put("name", meter.getId().getName());
        ObjectNode tags = json.putObject("tags");
        for (Tag tag : meter.getId().getTags()) {
            tags.put(tag.getKey(), tag.getValue());
        }
        for (Measurement measurement : meter.measure()) {
            double value = measurement.getValue();
            if (Double.isFinite(value)) { // NaN: a gauge without a value
                json.put(measurement.getStatistic().getTagValueRepresentation(), value);
            }
        }
    }
}
