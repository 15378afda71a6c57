package io.entrosum.family;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every family is in the registry once, and every line of the registry has its contract test. */
class FamilyCompletenessTest {
  @Test
  void everyRegisteredFamilyHasAContractTest() {
    List<Class<?>> tested =
        FamilyContracts.all().stream()
            .<Class<?>>map(contract -> contract.family().getClass())
            .toList();
    List<Class<?>> registered =
        Families.examples().stream()
            .<Class<?>>map(text -> Families.parse(text).getClass())
            .toList();
    assertThat(tested).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(registered);
  }

  @Test
  void everyFamilyIsRegistered() {
    List<Class<?>> families =
        new ClassFileImporter()
            .importPackagesOf(ExponentialFamily.class).stream()
                .filter(type -> type.isAssignableTo(ExponentialFamily.class))
                .filter(
                    type ->
                        !type.getModifiers().contains(JavaModifier.ABSTRACT) && !type.isInterface())
                .<Class<?>>map(JavaClass::reflect)
                .toList();
    List<Class<?>> registered =
        Families.examples().stream()
            .<Class<?>>map(text -> Families.parse(text).getClass())
            .toList();
    assertThat(registered).containsExactlyInAnyOrderElementsOf(families);
  }
}
