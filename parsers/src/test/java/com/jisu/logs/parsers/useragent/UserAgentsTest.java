package com.jisu.logs.parsers.useragent;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.json.Leaf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserAgentsTest {

    private final UserAgents userAgents = new UserAgents(100);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 | Chrome | 124.0.0 | Windows | 10 | Other",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1 | Mobile Safari | 17.4.1 | iOS | 17.4.1 | iPhone",
                "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0 | Firefox | 125.0 | Linux | '' | Other",
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) | Googlebot | 2.1 | '' | '' | Spider",
                "curl/8.5.0 | curl | 8.5.0 | '' | '' | Other",
                "something of its own | Other | '' | '' | '' | Other"
            })
    void a_user_agent_is_taken_apart(
            String original, String name, String version, String os, String osVersion, String device) {
        UserAgent agent = userAgents.find(original);
        assertThat(text(agent.name())).isEqualTo(name);
        assertThat(text(agent.version())).isEqualTo(version);
        assertThat(text(agent.osName())).isEqualTo(os);
        assertThat(text(agent.osVersion())).isEqualTo(osVersion);
        assertThat(text(agent.deviceName())).isEqualTo(device);
    }

    @Test
    void only_the_beginning_of_an_endless_user_agent_is_looked_at() {
        assertThat(text(userAgents.find("curl/8.5.0 " + "(".repeat(1 << 20)).name()))
                .isEqualTo("curl");
    }

    private static String text(Leaf leaf) {
        return leaf == null ? "" : leaf.text();
    }
}
