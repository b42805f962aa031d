@ Allows the floating-point registers, which the target's calling convention has; copies .data and clears .bss; paints heap
@ and stack, so that it shows later how much of them was ever written.
    .syntax unified
    .section .text.reset, "ax", %progbits
    .global reset
    .type reset, %function
    .thumb_func
reset:
    ldr r0, =0xe000ed88
    ldr r1, [r0]
    orr r1, r1, #0x00f00000
    str r1, [r0]
    dsb
    isb
    ldr r0, =_data
    ldr r1, =_data_end
    ldr r2, =_data_load
0:  cmp r0, r1
    ittt lo
    ldrlo r3, [r2], #4
    strlo r3, [r0], #4
    blo 0b
    ldr r0, =_bss
    ldr r1, =_bss_end
    movs r3, #0
1:  cmp r0, r1
    itt lo
    strlo r3, [r0], #4
    blo 1b
    ldr r0, =_heap
    ldr r1, =_stack_top
    ldr r3, =0xc0dec0de
2:  cmp r0, r1
    itt lo
    strlo r3, [r0], #4
    blo 2b
    bl start
    .pool
    .size reset, . - reset
