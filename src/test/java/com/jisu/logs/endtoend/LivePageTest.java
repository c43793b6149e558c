package com.jisu.logs.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.jisu.logs.ingest.client.LumberjackClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The live page of {@code ./jisu-logs dev} in a real browser. Leaves screenshots in {@code target/live-page/}. */
class LivePageTest {

    private static final Path SCREENSHOTS = Program.CHECKOUT.resolve("src/test/target/live-page");

    /** Under the 100 characters at which the page cuts an environment; {@code ran} without a name before it is the window's. */
    private static final String MARKUP =
            "</pre><script>ran = 1</script><img src=/none onerror='ran = 2'><svg onload='ran = 3'>";

    @TempDir
    private Path directory;

    private long offset;

    @Test
    void events_appear_are_filtered_and_paused_and_can_not_run_anything() throws Exception {
        Path chromium = chromiumOrSkip();
        try (Program dev = Dev.start(directory, "data");
                Chromium browser = Chromium.start(chromium, Files.createDirectory(directory.resolve("browser")))) {
            browser.emulate(1280, 900, false);
            browser.open(Dev.shown(dev, "Live page"));
            browser.awaitTrue("document.querySelector('#counts').textContent.includes('event is shown')");

            eventsAppear(dev, browser);
            markupStaysText(dev, browser);
            theServerFilters(dev, browser);
            aPauseHoldsTheRows(dev, browser);
            itFitsAPhoneAndTheDark(browser);
            assertThat(browser.complaints())
                    .filteredOn(complaint -> !complaint.contains("TrustedHTML")) // what the test itself tried
                    .isEmpty();

            dev.interrupt();
            browser.awaitTrue("!document.querySelector('#unreachable').hidden");
        }
    }

    /** Maven's summary counts what was skipped and does not say why, so it is said here as well. */
    private static Path chromiumOrSkip() {
        Optional<Path> chromium = Chromium.installed();
        String notTested = "NOT TESTED: the live page in a browser, because there is no chromium on the PATH"
                + " (Debian: apt-get install chromium)";
        if (chromium.isEmpty()) {
            System.err.println(notTested);
        }
        assumeTrue(chromium.isPresent(), notTested);
        return chromium.orElseThrow();
    }

    private void eventsAppear(Program dev, Chromium browser) throws Exception {
        Dev.send(dev, directory, "nginx", "samples/nginx-access.log");
        long lines = Dev.lines("samples/nginx-access.log");

        browser.awaitTrue("document.querySelectorAll('#rows summary').length === " + lines);
        browser.awaitTrue(
                "document.querySelector('#types tr[data-type=nginx]')?.cells[3].textContent === '" + lines + "'");
        browser.awaitTrue("[...document.querySelectorAll('.role .state')].every(state => state.matches('.ok'))");
        for (String role : List.of("ingest", "streams", "sink")) {
            String card = "[data-role=" + role + "] ";
            browser.awaitTrue("/^[0-9.,]+$/.test(document.querySelector('" + card + ".number').textContent)");
            browser.awaitTrue("/^[0-9]/.test(document.querySelector('" + card + "[data-fact=lag]').textContent)");
        }
        assertThat(browser.text("#dead .empty")).startsWith("None.");
        assertThat(browser.text("[data-role=streams] [data-fact=geoip]"))
                .matches("GeoIP: .*GeoLite2-City is \\d+ d old.*: places may be wrong; see docs/geoip.md");
        browser.screenshot(SCREENSHOTS.resolve("light.png"));
    }

    private void markupStaysText(Program dev, Chromium browser) throws Exception {
        send(
                dev,
                BeatsEvent.of(MARKUP, MARKUP, Instant.now().toString(), offset++, "first " + MARKUP),
                ("no JSON " + MARKUP).getBytes(StandardCharsets.UTF_8));
        browser.awaitTrue("document.querySelector('#rows .message').textContent.startsWith('first </pre><script>')");
        browser.awaitTrue("document.querySelector('#dead pre')?.textContent.includes('no JSON </pre><script>')");
        browser.click("#rows summary");
        browser.awaitTrue("document.querySelector('#rows pre')?.textContent.includes('first </pre><script>')");
        browser.click("#dead summary");

        assertThat(browser.text("#rows .environment")).isEqualTo(MARKUP);
        assertThat(browser.count("#rows img, #rows script, #rows svg, #dead img, #dead script, #dead svg"))
                .isZero();
        assertThat(browser.evaluate("typeof window.ran").asText()).isEqualTo("undefined");
        // Even a fault of the page could not make markup of a text, or run a script in it.
        assertThat(browser.evaluate("(() => { try { document.body.innerHTML = '<b>x</b>'; return 'ran'; }"
                                + " catch (refused) { return refused.name; } })()")
                        .asText())
                .isEqualTo("TypeError");
        browser.screenshot(SCREENSHOTS.resolve("open.png"));
        assertThat(browser.text("#pause")).as("an open row holds the tail").startsWith("Resume");
        browser.click("#pause");
    }

    private void theServerFilters(Program dev, Chromium browser) throws Exception {
        browser.choose("[name=type]", "application");
        browser.type("[name=text]", "Needle/42");
        browser.type("[name=environment]", "staging");
        browser.awaitTrue("document.querySelector('#counts').dataset.filter"
                + " === 'type=application&environment=staging&text=Needle%2F42'");

        send(
                dev,
                application("production", "a needle/42 elsewhere"),
                application("staging", "hay"),
                BeatsEvent.of("nginx", "staging", Instant.now().toString(), offset++, "needle/42 of another type"),
                application("staging", "the needle/42"));
        browser.awaitTrue("document.querySelector('#rows .message')?.textContent === 'the needle/42'");
        assertThat(browser.count("#rows summary")).isEqualTo(1);

        browser.choose("[name=type]", "");
        browser.choose("[name=text]", "");
        browser.choose("[name=environment]", "");
        browser.awaitTrue("document.querySelector('#counts').dataset.filter === ''");
    }

    private void aPauseHoldsTheRows(Program dev, Chromium browser) throws Exception {
        send(dev, application("staging", "before the pause"));
        browser.awaitTrue("document.querySelector('#rows .message')?.textContent === 'before the pause'");
        browser.click("#pause");
        send(dev, application("staging", "meanwhile"), application("staging", "meanwhile too"));
        browser.awaitTrue("document.querySelector('#pause').textContent === 'Resume · 2 new'");
        assertThat(browser.text("#rows .message")).isEqualTo("before the pause");

        browser.click("#pause");
        browser.awaitTrue("document.querySelector('#rows .message').textContent.startsWith('meanwhile')");
        assertThat(browser.text("#pause")).isEqualTo("Pause");
    }

    private static void itFitsAPhoneAndTheDark(Chromium browser) throws Exception {
        String ground = "getComputedStyle(document.body).backgroundColor";
        String light = browser.evaluate(ground).asText();
        browser.emulate(1280, 900, true);
        browser.screenshot(SCREENSHOTS.resolve("dark.png"));
        assertThat(browser.evaluate(ground).asText()).isNotEqualTo(light);

        browser.emulate(390, 844, false);
        browser.screenshot(SCREENSHOTS.resolve("phone.png"));
        assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
                .as("nothing wider than the phone")
                .isLessThanOrEqualTo(390);
    }

    private byte[] application(String environment, String message) {
        return BeatsEvent.of(
                "application", environment, Instant.now().toString(), offset++, "{\"message\":\"" + message + "\"}");
    }

    private static void send(Program dev, byte[]... events) throws Exception {
        String address = Dev.shown(dev, "Beats input");
        int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
        try (LumberjackClient filebeat =
                LumberjackClient.connect(LumberjackClient.Settings.of("localhost", port), acknowledged -> {})) {
            Roles.send(filebeat, List.of(events));
            filebeat.awaitAcknowledged();
        }
    }
}
