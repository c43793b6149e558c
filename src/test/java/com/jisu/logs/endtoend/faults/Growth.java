package com.jisu.logs.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What processes hold over time. */
final class Growth {

    /** Samples at the begin that are not looked at: caches fill, code is compiled. */
    private static final int WARM_UP = 5;

    private final Map<RoleProcess, List<JvmUsage>> samples = new LinkedHashMap<>();

    Growth(List<RoleProcess> processes) {
        processes.forEach(process -> samples.put(process, new ArrayList<>()));
    }

    void sample() throws Exception {
        for (Map.Entry<RoleProcess, List<JvmUsage>> each : samples.entrySet()) {
            JvmUsage usage = JvmUsage.of(each.getKey().pid());
            each.getValue().add(usage);
            System.out.println(each.getKey().name() + " " + usage);
        }
    }

    /** The last third of the samples is no higher than the first, warm-up apart, by more than what they vary by anyway. */
    void assertFlat() {
        samples.forEach((process, usages) -> {
            assertFlat(process.name() + ", heap after GC, MiB", usages, JvmUsage::heapMib, 8);
            assertFlat(process.name() + ", RSS, MiB", usages, JvmUsage::rssMib, 24);
            assertFlat(process.name() + ", threads", usages, JvmUsage::threads, 4);
            assertFlat(process.name() + ", open files", usages, JvmUsage::files, 8);
        });
    }

    private static void assertFlat(String what, List<JvmUsage> usages, ToLongFunction<JvmUsage> value, long varies) {
        List<JvmUsage> warm = usages.subList(Math.min(WARM_UP, usages.size() / 3), usages.size());
        int third = Math.max(1, warm.size() / 3);
        double first = average(warm.subList(0, third), value);
        double last = average(warm.subList(warm.size() - third, warm.size()), value);
        System.out.printf("%s: %.1f at first, %.1f at last%n", what, first, last);
        assertThat(last).as(what).isLessThanOrEqualTo(first + varies);
    }

    private static double average(List<JvmUsage> usages, ToLongFunction<JvmUsage> value) {
        return usages.stream().mapToLong(value).average().orElseThrow();
    }
}
