/** What runs inside the child processes, on the servers' own class path. */
@NullMarked
package io.sightline.devstack.server;

import org.jspecify.annotations.NullMarked;
