/** Real servers for integration tests: the same tests run on embedded ones and on ones in containers. */
package com.jisu.logs.servers;
