/** How long the topics still keep what their readers have not read. */
package com.jisu.logs.app.retention;
