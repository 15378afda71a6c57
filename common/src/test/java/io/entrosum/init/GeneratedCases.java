package io.entrosum.init;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * How many cases a class of properties tries, {@code -Dentrosum.cases=10000} (default {@value
 * #DEFAULT}), in even shares, and from what seed, {@code -Dentrosum.cases.seed=2}: the same cases
 * wherever nothing is said.
 */
final class GeneratedCases implements AroundPropertyHook {
  static final int DEFAULT = 1500;

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    long properties =
        java.util.Arrays.stream(context.containerClass().getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(net.jqwik.api.Property.class))
            .count();
    int cases = Integer.getInteger("entrosum.cases", DEFAULT);
    context.attributes().setTries((int) Math.max(1, cases / properties));
    context.attributes().setSeed(System.getProperty("entrosum.cases.seed", "1"));
    return property.execute();
  }
}
