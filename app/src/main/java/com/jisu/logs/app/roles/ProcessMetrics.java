package com.jisu.logs.app.roles;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.logging.LogbackMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What is measured of every process, whatever runs in it: the JVM, the machine, the log. */
final class ProcessMetrics implements AutoCloseable {

    private final JvmGcMetrics gc = new JvmGcMetrics();
    private final JvmHeapPressureMetrics pressure = new JvmHeapPressureMetrics();
    private final LogbackMetrics log = new LogbackMetrics();

    private ProcessMetrics() {}

    static ProcessMetrics of(MeterRegistry registry) {
        ProcessMetrics metrics = new ProcessMetrics();
        metrics.gc.bindTo(registry);
        metrics.pressure.bindTo(registry);
        metrics.log.bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        bindMemory(ProcessMemory.own(), registry);
        return metrics;
    }

    /** What the kernel counts against the limit of a container; NaN where there is no Linux, or no limit. */
    static void bindMemory(ProcessMemory memory, MeterRegistry registry) {
        gauge("resident", () -> orNaN(memory.resident()), "memory of the process", registry);
        gauge("sockets", () -> memory.sockets().orElse(0), "memory that the kernel keeps for sockets", registry);
        gauge("limit", () -> orNaN(memory.limit()), "memory beyond which the kernel kills the process", registry);
    }

    private static double orNaN(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() : Double.NaN;
    }

    private static void gauge(String name, Supplier<Number> bytes, String description, MeterRegistry registry) {
        Gauge.builder("jisu.logs.memory." + name, bytes)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    @Override
    public void close() {
        gc.close();
        pressure.close();
        log.close();
    }
}
